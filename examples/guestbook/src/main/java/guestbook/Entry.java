package guestbook;

import java.time.Instant;

/// An entry of a visitor.
///
/// @param written the time of the entry
/// @param name the name of the visitor, not escaped
/// @param text the text, not escaped
record Entry(Instant written, String name, String text) {
  static final int MAX_NAME = 80;
  static final int MAX_TEXT = 2000;
}
