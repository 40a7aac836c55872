//! JSON text as a tree (RFC 8259).

/// How deep lists and objects may lie in one another; what a type of ours needs is far below.
pub(super) const DEPTH_MAX: usize = 64;

/// A JSON value, or the place where one is missing.
#[cfg_attr(test, derive(Debug, PartialEq))]
pub(super) enum Tree {
    /// No value: a member that the object does not have.
    Absent,
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number; nothing when it has a fraction or an exponent or does not fit, which no type of ours takes.
    Number(Option<i64>),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// An object's members in the order in which they stood.
    Object(Vec<(String, Tree)>),
}

/// Reads a whole text; nothing when it is not JSON or is too deep.
pub(super) fn parse(text: &str) -> Option<Tree> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    let tree = parser.value()?;
    (parser.at == text.len()).then_some(tree)
}

struct Parser<'a> {
    text: &'a str,
    /// The byte to look at next.
    at: usize,
    depth: usize,
}

impl Parser<'_> {
    /// A value with the white space around it.
    fn value(&mut self) -> Option<Tree> {
        self.skip_space();
        let tree = match self.peek()? {
            b'{' => self.object(),
            b'[' => self.list(),
            b'"' => self.string().map(Tree::Text),
            b't' => self.word("true", Tree::Bool(true)),
            b'f' => self.word("false", Tree::Bool(false)),
            b'n' => self.word("null", Tree::Null),
            _ => self.number(),
        }?;
        self.skip_space();
        Some(tree)
    }

    fn object(&mut self) -> Option<Tree> {
        let mut members = Vec::new();
        self.items(b'}', |parser| {
            parser.skip_space();
            let name = parser.string()?;
            parser.skip_space();
            parser.take(b':').then_some(())?;
            members.push((name, parser.value()?));
            Some(())
        })?;
        Some(Tree::Object(members))
    }

    fn list(&mut self) -> Option<Tree> {
        let mut items = Vec::new();
        self.items(b']', |parser| {
            items.push(parser.value()?);
            Some(())
        })?;
        Some(Tree::List(items))
    }

    /// What stands between two brackets, with commas between.
    fn items(&mut self, close: u8, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return None;
        }
        self.skip_space();
        if !self.take(close) {
            loop {
                item(self)?;
                if self.take(close) {
                    break;
                }
                self.take(b',').then_some(())?;
            }
        }
        self.depth -= 1;
        Some(())
    }

    fn word(&mut self, word: &str, tree: Tree) -> Option<Tree> {
        self.text.get(self.at..)?.starts_with(word).then(|| self.at += word.len())?;
        Some(tree)
    }

    fn number(&mut self) -> Option<Tree> {
        let negative = self.take(b'-');
        let mut whole = Some(0_i64);
        let leading_zero = self.peek() == Some(b'0');
        let count = self.digits(|digit| {
            let digit = i64::from(digit);
            // Counted downwards, because the least number has no positive twin.
            whole = whole.and_then(|whole| whole.checked_mul(10)?.checked_sub(digit));
        });
        if count == 0 || leading_zero && count > 1 {
            return None;
        }
        if !negative {
            whole = whole.and_then(i64::checked_neg);
        }
        if self.take(b'.') {
            whole = None;
            (self.digits(drop) > 0).then_some(())?;
        }
        if self.take(b'e') || self.take(b'E') {
            whole = None;
            let _sign = self.take(b'+') || self.take(b'-');
            (self.digits(drop) > 0).then_some(())?;
        }
        Some(Tree::Number(whole))
    }

    fn digits(&mut self, mut each: impl FnMut(u8)) -> usize {
        let from = self.at;
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            each(digit - b'0');
            self.at += 1;
        }
        self.at - from
    }

    fn string(&mut self) -> Option<String> {
        self.take(b'"').then_some(())?;
        let mut string = String::new();
        loop {
            let from = self.at;
            // All bytes that end a run are ASCII, so a run never ends within a character.
            while !matches!(self.peek()?, b'"' | b'\\' | 0..0x20) {
                self.at += 1;
            }
            string.push_str(self.text.get(from..self.at)?);
            if self.take(b'"') {
                return Some(string);
            }
            self.take(b'\\').then_some(())?;
            string.push(self.escaped()?);
        }
    }

    /// The character that an escape stands for, from behind the backslash.
    fn escaped(&mut self) -> Option<char> {
        let kind = self.peek()?;
        self.at += 1;
        Some(match kind {
            b'"' | b'\\' | b'/' => char::from(kind),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.code_point(),
            _ => return None,
        })
    }

    /// The character of `\u…`, or of two of them that are a surrogate pair; half a pair is no character.
    fn code_point(&mut self) -> Option<char> {
        let first = self.four_hex()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first);
        }
        (self.take(b'\\') && self.take(b'u')).then_some(())?;
        let second = self.four_hex()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + second)
    }

    fn four_hex(&mut self) -> Option<u32> {
        let mut number = 0;
        for _ in 0..4 {
            number = number << 4 | char::from(self.peek()?).to_digit(16)?;
            self.at += 1;
        }
        Some(number)
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Steps over that byte, if it is the next.
    fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}
