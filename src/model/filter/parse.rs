//! From a text to a [`Query`].

use std::{iter::Peekable, str::FromStr, vec::IntoIter};

use super::{
    error::Error,
    test::{Query, Test},
    token::{Kind, Token, tokens},
    tree::Tree,
    value,
};

/// Bytes of a text, and brackets in brackets: far beyond what anybody types.
const LONGEST: usize = 4096;
const DEEPEST: usize = 32;

impl FromStr for Tree<Test> {
    type Err = Error;

    /// An empty text is everything.
    fn from_str(text: &str) -> Result<Self, Error> {
        if text.len() > LONGEST {
            return Err(Error::whole(format!("a filter has at most {LONGEST} bytes")));
        }
        let tokens = tokens(text)?;
        if tokens.is_empty() {
            return Ok(Self::default());
        }
        let mut parser = Parser { tokens: tokens.into_iter().peekable(), end: text.len() };
        let query = parser.alternatives(0)?;
        match parser.tokens.next() {
            None => Ok(query),
            Some(token) => Err(Error::at(token.span, "this bracket was never opened")),
        }
    }
}

struct Parser<'a> {
    tokens: Peekable<IntoIter<Token<'a>>>,
    /// Where the text ends, for errors about what is missing there.
    end: usize,
}

impl<'a> Parser<'a> {
    /// `a b OR c d`
    fn alternatives(&mut self, depth: usize) -> Result<Query, Error> {
        let mut items = vec![self.conjunction(depth)?];
        while self.eat(&Kind::Or).is_some() {
            items.push(self.conjunction(depth)?);
        }
        Ok(Query::any(items))
    }

    /// `a b AND c`
    fn conjunction(&mut self, depth: usize) -> Result<Query, Error> {
        let mut items = vec![self.factor(depth)?];
        loop {
            let is_joined = self.eat(&Kind::And).is_some();
            match self.tokens.peek().map(|token| &token.kind) {
                None | Some(Kind::Close | Kind::Or) if !is_joined => return Ok(Query::all(items)),
                _ => items.push(self.factor(depth)?),
            }
        }
    }

    /// `-a`, `NOT a`, `(…)`, a word or a test
    fn factor(&mut self, depth: usize) -> Result<Query, Error> {
        let mut is_negated = false;
        while self.eat(&Kind::Not).is_some() {
            is_negated = !is_negated;
        }
        let query = match self.tokens.next() {
            None => return Err(Error::at(self.end..self.end, "something is missing at the end")),
            Some(Token { kind: Kind::Open, span }) => {
                if depth == DEEPEST {
                    return Err(Error::at(span, "there are too many brackets within brackets"));
                }
                let inner = self.alternatives(depth + 1)?;
                if self.eat(&Kind::Close).is_none() {
                    return Err(Error::at(span, "this bracket is never closed"));
                }
                inner
            }
            Some(Token { kind: Kind::Word(word), span }) => value::word(word, span)?,
            Some(Token { kind: Kind::Test { field, compare, value }, span }) => {
                value::test(field, compare, &value, span)?
            }
            Some(Token { kind: Kind::And | Kind::Or | Kind::Not | Kind::Close, span }) => {
                return Err(Error::at(span, "something is missing before this"));
            }
        };
        Ok(if is_negated { query.negated() } else { query })
    }

    fn eat(&mut self, kind: &Kind<'a>) -> Option<Token<'a>> {
        self.tokens.next_if(|token| token.kind == *kind)
    }
}
