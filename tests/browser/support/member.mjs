// A member of the CARE team at a case: what they do there, in the words of the screens.
import { until } from "./until.mjs";

export class Member {
  constructor(phone, name) {
    Object.assign(this, { phone, name });
  }

  get page() {
    return this.phone.page;
  }

  /** The case's part of the screen. */
  get pane() {
    return this.page.locator("section[aria-label=Case]");
  }

  /** The step that comes next, and what waits for them. */
  get ahead() {
    return this.pane.locator(".ahead");
  }

  /** Opens the address of a push that came in, as a tap on its notification does. */
  async opensPush(text) {
    const { data } = await this.phone.showsPush(text);
    await this.phone.open(`/app/${data.kind === "ask" ? "asks" : "p"}/${data.page}`);
  }

  /** Goes to a side of the case by its tab. */
  async goesTo(side) {
    await this.pane.getByRole("navigation", { name: "Sides of the case" }).getByRole("link", { name: side, exact: true }).click();
    await this.pane.getByRole("link", { name: side, exact: true, current: "page" }).waitFor();
  }

  /** Goes to where the case is handed over, waits, is closed. */
  async goesOn() {
    await this.pane.getByRole("link", { name: "Hand over, wait, close" }).click();
    await this.pane.getByRole("heading", { name: "How it goes on" }).waitFor();
  }

  async hasNoConflict() {
    await this.pane.getByRole("button", { name: "No conflict", exact: true }).click();
    await this.pane.locator(".case-head").waitFor();
  }

  async stepsOut() {
    await this.pane.getByRole("button", { name: "I have one" }).click();
    await this.page.getByRole("button", { name: /^I step out/ }).click();
    await this.page.waitForURL(/\/app\/inbox$/);
  }

  /** Says that the report arrived, in the vetted words. */
  async confirmsReceipt() {
    await this.ahead.getByRole("button", { name: "Tell them it arrived" }).click();
    await this.#dialog("confirm").getByRole("button", { name: "Send to the reporter" }).click();
    await this.#isDone("confirm");
  }

  /** Adds somebody by the part that they play, and gives the two words that they are called by from then on. */
  async addsPerson(part) {
    const persons = this.pane.getByRole("region", { name: "Who is in it" });
    const names = () => persons.locator(".row b").allInnerTexts();
    const before = await names();
    await persons.getByRole("button", { name: "Add somebody" }).click();
    await this.#dialog("add-person").getByText(part).click();
    await this.#sends("add-person", "Add them");
    return until("they are in it", async () => (await names()).find((name) => !before.includes(name)));
  }

  /** Writes down what is known, and leaves the box. */
  async knows(what, text) {
    const box = await this.unfolds(what);
    await box.fill(text);
    await box.blur();
  }

  /** The box for one of the things that are known, unfolded. */
  async unfolds(what) {
    const known = this.pane.getByRole("region", { name: "What is known" });
    const box = known.getByLabel(what, { exact: true });
    await box.waitFor({ state: "attached" });
    if (!(await box.isVisible())) await known.locator("summary").filter({ hasText: new RegExp(`^\\s*${what}\\b`) }).click();
    return box;
  }

  async plansConversation({ with: whom, talks, notes, purpose = "", place = "" }) {
    await this.pane.getByRole("region", { name: "Conversations" }).getByRole("button", { name: "Plan a conversation" }).click();
    const plan = this.#dialog("plan");
    await plan.getByRole("group", { name: "With whom" }).getByText(whom).click();
    await plan.getByRole("group", { name: "Who talks" }).getByText(talks).click();
    await plan.getByRole("group", { name: "Who takes notes" }).getByText(notes).click();
    await plan.getByLabel("What it is for").fill(purpose);
    await plan.getByLabel("Where").fill(place);
  }

  sendsPlan() {
    return this.#sends("plan", "Plan it");
  }

  async writesNotes(text) {
    await this.pane.getByRole("button", { name: "Write the notes" }).click();
    await this.#dialog("hold").getByLabel("Notes", { exact: true }).fill(text);
    await this.#sends("hold", "Put on the record");
  }

  async startsReview() {
    await this.pane.getByRole("button", { name: "Start a review" }).click();
    await this.#sends("review-start", "Start it");
    await this.pane.getByRole("heading", { name: "The review is under way", exact: true }).waitFor();
  }

  /** Says at the roll-call that somebody has nothing new to say. */
  async hasNothingNew(name = this.name) {
    await this.pane.getByRole("button", { name: `Nothing new from ${name}` }).click();
    await until("it is said", async () => (await this.pane.getByRole("button", { name: `Nothing new from ${name}` }).count()) === 0);
  }

  /** Answers one of the four questions, and leaves the box. */
  async finds(question, text) {
    const box = this.pane.getByRole("region", { name: "The four questions" }).getByLabel(question, { exact: true });
    await box.fill(text);
    await box.blur();
    await until("it is saved", async () => (await this.pane.getByRole("button", { name: "Save", exact: true }).count()) === 0);
  }

  async endsReview(where) {
    await this.pane.getByRole("button", { name: "End the review" }).click();
    await this.#dialog("review-end").getByText(where).click();
    await this.#sends("review-end", "End it");
  }

  /** Fills the form of a decision in; giving it to a second member is one more tap. */
  async writesDecision({ violation, resolution, whom, why }) {
    await this.pane.getByRole("button", { name: "Write a decision" }).click();
    const form = this.#dialog("decision");
    await form.getByText(violation, { exact: true }).click();
    await form.getByLabel("Resolution").selectOption({ label: resolution });
    const people = form.getByLabel("To or for whom");
    const option = await people.locator("option").filter({ hasText: new RegExp(whom, "i") }).innerText();
    await people.selectOption({ label: option });
    await form.getByLabel("Why", { exact: true }).fill(why);
  }

  sendsDecision() {
    return this.#sends("decision", "Give it to a second member");
  }

  /** Agrees to what waits at the top of the case. */
  async agrees() {
    await this.pane.getByRole("button", { name: "Agree", exact: true }).click();
    await until("it is agreed to", async () => (await this.pane.getByRole("button", { name: "Agree", exact: true }).count()) === 0);
  }

  /** Writes words to the reporter from a vetted template, whose gaps are filled. */
  async writesToReporter(template, words) {
    await this.pane.getByRole("button", { name: "Write to the reporter" }).click();
    const letter = this.#dialog("letter");
    await letter.getByLabel("What it is for").selectOption({ label: template });
    const box = letter.getByLabel("The words");
    const text = Object.entries(words).reduce((text, [gap, filled]) => text.replace(gap, filled), await box.inputValue());
    await box.fill(text);
    return text;
  }

  sendsLetter() {
    return this.#sends("letter", "Ask a second member");
  }

  async setsMeasure(what) {
    await this.pane.getByRole("button", { name: "Say what holds for now" }).click();
    await this.#dialog("measure").getByLabel("What holds for now").fill(what);
    await this.#sends("measure", "Let it hold");
  }

  async releasesMeasure(what, why) {
    await this.pane.getByRole("button", { name: `Release: ${what}` }).click();
    await this.#dialog("release").getByLabel("Why it holds no longer").fill(why);
    await this.#sends("release", "Release it");
  }

  async givesTask(what, owner) {
    await this.pane.getByRole("button", { name: "Give somebody a task" }).click();
    const give = this.#dialog("give");
    await give.getByLabel("What is to be done").fill(what);
    const people = give.getByLabel("Who does it");
    await people.selectOption({ label: await people.locator("option").filter({ hasText: owner }).innerText() });
    await this.#sends("give", "Give it");
  }

  async finishesTask(result) {
    await this.pane.getByRole("button", { name: "Done", exact: true }).click();
    await this.#dialog("finish").getByLabel("What came of it; may stay empty").fill(result);
    await this.#sends("finish", "Done");
  }

  /** Opens what closing asks. */
  async beginsToClose(how) {
    await this.pane.getByRole("button", { name: "Close the case" }).click();
    if (how) await this.#dialog("close").getByText(how).click();
  }

  closes() {
    return this.#sends("close", "Close the case");
  }

  #dialog(id) {
    return this.page.locator(`dialog#${id}`);
  }

  async #sends(id, words) {
    await this.#dialog(id).getByRole("button", { name: words, exact: true }).click();
    await this.#isDone(id);
  }

  /** A sheet closes when what it asks for is on the record. */
  #isDone(id) {
    return until(`the sheet ${id} is done`, async () => !(await this.#dialog(id).isVisible()));
  }
}
