// The push service that the other tests trust is checked against the standards' own examples. No browser, no server.
import assert from "node:assert/strict";
import { createECDH } from "node:crypto";
import { test } from "node:test";
import { openAuthorization, openMessage } from "./support/push_service.mjs";

// RFC 8291, appendix A.
const UA_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
const AUTH = Buffer.from("BTBZMqHH6r4Tts7J_aSIgg", "base64url");
const MESSAGE = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

// RFC 8292, section 2.4.
const AUTHORIZATION = "vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA, k=BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs";
const SIGNED_FOR = "https://push.example.net";
const SIGNED_AT_S = 1_453_480_000;

const phone = () => {
  const keys = createECDH("prime256v1");
  keys.setPrivateKey(Buffer.from(UA_PRIVATE, "base64url"));
  return keys;
};

test("the standard's own message opens, and a changed or cut one does not", () => {
  const whole = Buffer.from(MESSAGE, "base64url");
  assert.equal(openMessage(whole, phone(), AUTH).toString(), "When I grow up, I want to be a watermelon");
  for (const at of [0, 30, 90, whole.length - 1]) {
    const changed = Buffer.from(whole);
    changed[at] ^= 1;
    assert.throws(() => openMessage(changed, phone(), AUTH), `byte ${at}`);
    assert.throws(() => openMessage(whole.subarray(0, at), phone(), AUTH), `cut at ${at}`);
  }
});

test("the standard's own token is accepted, and only for its place, its time and its words", () => {
  assert.equal(openAuthorization(AUTHORIZATION, SIGNED_FOR, undefined, SIGNED_AT_S).sub, "mailto:push@example.com");
  const refused = {
    "meant for": () => openAuthorization(AUTHORIZATION, `${SIGNED_FOR}:8443`, undefined, SIGNED_AT_S),
    expired: () => openAuthorization(AUTHORIZATION, SIGNED_FOR, undefined, SIGNED_AT_S + 90_000),
    "another server": () => openAuthorization(AUTHORIZATION, SIGNED_FOR, "BBBB", SIGNED_AT_S),
    "another's": () => openAuthorization(AUTHORIZATION.replace(".eyJhdWQ", ".eyJhdWR"), SIGNED_FOR, undefined, SIGNED_AT_S),
    "not signed": () => openAuthorization(undefined, SIGNED_FOR),
  };
  for (const [why, attempt] of Object.entries(refused)) assert.throws(attempt, new RegExp(why));
});
