//! The nouns and rules of the trade, with no input or output.
