package otus.server.staticfiles.lookup;

import java.util.Locale;
import otus.server.api.spi.OptionType;

/// What is done with symbolic links below the root; the option `symlinks`.
public enum Symlinks {
  /// A path with a link in it is not found.
  DENY,

  /// A link may lead anywhere below the real root, and nowhere else.
  INSIDE,

  /// A link leads where it says, also out of the root.
  FOLLOW;

  /// The rules by name.
  public static final OptionType RULES = OptionType.oneOf("deny", "inside", "follow");

  /// The rule of that name, one of [#RULES].
  public static Symlinks of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
