package guestbook;

import java.time.Instant;

/// What a visitor left.
///
/// @param written when
/// @param name whose, as it was sent
/// @param text what, as it was sent
record Entry(Instant written, String name, String text) {
  static final int MAX_NAME = 80;
  static final int MAX_TEXT = 2000;
}
