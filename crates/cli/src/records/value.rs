//! Where a JSON value ends, told from brackets and quotes alone. Whether it is JSON, its reader tells.

/// Follows one value through pieces of text.
#[derive(Default)]
pub(super) struct Boundary {
    depth: usize,
    is_text: bool,
    is_escaped: bool,
}

/// What a piece of text brought, and how many of its bytes belong to the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// All of it; more is to come.
    More(usize),
    /// The value ends within it.
    End(usize),
    /// A line ends inside a text, so a quotation mark is missing somewhere.
    Broken(usize),
}

impl Boundary {
    /// Whether the end of the input now would cut the value off.
    pub(super) fn is_inside(&self) -> bool {
        self.depth > 0 || self.is_text
    }

    pub(super) fn feed(&mut self, bytes: &[u8]) -> Step {
        for (index, &byte) in bytes.iter().enumerate() {
            if self.is_text {
                if byte == b'\n' {
                    return Step::Broken(index);
                }
                if self.text(byte) && self.depth == 0 {
                    return Step::End(index + 1);
                }
                continue;
            }
            match byte {
                b'"' => self.is_text = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' if self.depth > 1 => self.depth -= 1,
                b'}' | b']' => return Step::End(index + self.depth),
                b',' | b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 => return Step::End(index),
                _ => {}
            }
        }
        Step::More(bytes.len())
    }

    /// Whether the byte ends the text.
    fn text(&mut self, byte: u8) -> bool {
        let is_end = byte == b'"' && !self.is_escaped;
        self.is_escaped = byte == b'\\' && !self.is_escaped;
        self.is_text = !is_end;
        is_end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fed(pieces: &[&str]) -> Step {
        let mut boundary = Boundary::default();
        let mut last = Step::More(0);
        for piece in pieces {
            last = boundary.feed(piece.as_bytes());
        }
        last
    }

    #[test]
    fn a_value_ends_with_its_last_bracket_or_quotation_mark() {
        assert_eq!(fed(&[r#"{"a":[1,"}\"]"]} {"#]), Step::End(16));
        assert_eq!(fed(&[r#"{"a\"#, r#""":{"#, "}}]"]), Step::End(2));
        assert_eq!(fed(&[r#""a\\"x"#]), Step::End(5));
        assert_eq!(fed(&["17", "4]"]), Step::End(1));
        assert_eq!(fed(&["{", "[", "]"]), Step::More(1));
    }

    #[test]
    fn nothing_where_a_value_should_be() {
        assert_eq!(fed(&["]"]), Step::End(0));
        assert_eq!(fed(&[","]), Step::End(0));
    }

    #[test]
    fn no_text_goes_over_a_line() {
        assert_eq!(fed(&["{\"a", "b\nc"]), Step::Broken(1));
    }
}
