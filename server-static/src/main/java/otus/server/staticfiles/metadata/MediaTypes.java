package otus.server.staticfiles.metadata;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The media types of files: the operator's rules first, then the table of the module. Pure.
///
/// A rule applies either to the path of one file or to an extension. An extension may have several
/// parts; the longest one with a rule counts.
///
/// @param rules types by extension in lower case, or by path with a leading slash
/// @param unknown the type of all other files
public record MediaTypes(Map<String, FileType> rules, FileType unknown) {

  /// The table without rules.
  public static final MediaTypes STANDARD = new MediaTypes(Map.of(), FileType.UNKNOWN);

  /// The value of the option `default-type` that stands for [FileType#UNKNOWN], which is
  /// `text/plain` for a text.
  static final String AUTO = "auto";

  /// Maximum number of names of a path in the table: `/.well-known/matrix/client`.
  private static final int MAX_DEPTH = 3;

  /// Copies the map.
  public MediaTypes {
    rules = Map.copyOf(rules);
  }

  /// Parses comma-separated rules such as `data.br=application/octet-stream;br`, and the type of
  /// unknown files.
  ///
  /// @throws IllegalArgumentException if they are invalid; the message is one line
  public static MediaTypes of(String rules, String unknown) {
    Map<String, FileType> types = new HashMap<>();
    for (String rule : rules.split(",", -1)) {
      if (!rule.isBlank()) {
        int sign = rule.indexOf('=');
        String key = sign < 0 ? "" : key(rule.substring(0, sign).strip());
        if (key.isEmpty()) {
          throw new IllegalArgumentException(
              "a rule of the option type must be like svgz=image/svg+xml;gzip, not '" + rule + "'");
        }
        if (types.put(key, FileType.of(rule.substring(sign + 1), "the rule " + key + " of --type"))
            != null) {
          throw new IllegalArgumentException("duplicate rule in the option type: " + key);
        }
      }
    }
    FileType otherwise =
        unknown.equals(AUTO)
            ? FileType.UNKNOWN
            : FileType.of(unknown, "no type is known for this name (--default-type)");
    if (otherwise.coding() != null) {
      throw new IllegalArgumentException(
          "the option default-type cannot have an encoding: '" + unknown + "'");
    }
    return new MediaTypes(types, otherwise);
  }

  /// Returns the extension without its leading dot, or the path, or an empty text if it is neither.
  private static String key(String word) {
    if (word.startsWith("/")) {
      return word.length() == 1 || word.endsWith("/") ? "" : word;
    }
    String extension = word.startsWith(".") ? word.substring(1) : word;
    return extension.indexOf('/') >= 0 ? "" : extension.toLowerCase(Locale.ROOT);
  }

  /// Returns the type of a file.
  ///
  /// @param names its names below the root, at least one
  public FileType of(List<Path> names) {
    String rule = rule(names);
    if (rule != null) {
      return rules.getOrDefault(rule, unknown);
    }
    String key = tableKey(names);
    String entry = TypeTable.find(key);
    if (entry == null) {
      return unknown;
    }
    return FileType.ofTable(
        entry, key.startsWith("/") ? "the type of this path" : "the type of this extension");
  }

  /// Returns whether the extension of a name has a type.
  public boolean knowExtension(String name) {
    int dot = name.lastIndexOf('.');
    return dot >= 0
        && (ruleOfExtension(name) != null
            || TypeTable.find(name.substring(dot + 1).toLowerCase(Locale.ROOT)) != null);
  }

  /// Returns the key of the rule for a file, or null if there is none.
  private @Nullable String rule(List<Path> names) {
    if (rules.isEmpty()) {
      return null;
    }
    String path = path(names);
    return rules.containsKey(path) ? path : ruleOfExtension(names.getLast().toString());
  }

  private @Nullable String ruleOfExtension(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      String extension = name.substring(dot + 1);
      if (rules.containsKey(extension)) {
        return extension;
      }
    }
    return null;
  }

  private static String tableKey(List<Path> names) {
    String name = names.getLast().toString();
    int dot = name.lastIndexOf('.');
    if (dot >= 0) {
      return name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
    return names.size() <= MAX_DEPTH ? path(names) : "";
  }

  /// Returns the path of a file below the root, with a leading slash.
  static String path(List<Path> names) {
    StringBuilder path = new StringBuilder();
    for (Path name : names) {
      path.append('/').append(name);
    }
    return path.toString();
  }
}
