package otus.server.staticfiles.lookup;

import java.util.Locale;
import otus.server.api.spi.OptionType;

/// The handling of symbolic links below the root; the option `symlinks`.
public enum Symlinks {
  /// A path that contains a link is not found.
  DENY,

  /// A link may lead anywhere below the real root, and nowhere else.
  INSIDE,

  /// A link is followed wherever it leads, also out of the root.
  FOLLOW;

  /// The type of the option: one of these constants, in lower case.
  public static final OptionType RULES = OptionType.oneOf("deny", "inside", "follow");

  /// Returns the constant for one of [#RULES].
  public static Symlinks of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
