package otus.server.staticfiles.metadata;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which files have which type: the operator's rules first, then the table of the module. Pure.
///
/// A rule is for an extension, which may have several parts, of which the longest that has a rule
/// counts, or for the path of one file.
///
/// @param rules types by extension in lower case, or by path with a slash before it
/// @param unknown the type of all other files
public record MediaTypes(Map<String, FileType> rules, FileType unknown) {

  /// The table alone.
  public static final MediaTypes STANDARD = new MediaTypes(Map.of(), FileType.UNKNOWN);

  /// `/.well-known/matrix/client`: no path in the table has more names.
  private static final int MAX_DEPTH = 3;

  /// Takes a copy.
  public MediaTypes {
    rules = Map.copyOf(rules);
  }

  /// Reads rules such as `data.br=application/octet-stream;br` between commas, and the type of what
  /// is not known.
  ///
  /// @throws IllegalArgumentException in one line, if they are nothing of the kind
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
        if (types.put(key, FileType.of(rule.substring(sign + 1))) != null) {
          throw new IllegalArgumentException("duplicate rule in the option type: " + key);
        }
      }
    }
    FileType otherwise =
        unknown.equals(FileType.UNKNOWN.mediaType()) ? FileType.UNKNOWN : FileType.of(unknown);
    if (otherwise.coding() != null) {
      throw new IllegalArgumentException(
          "the option default-type cannot have an encoding: '" + unknown + "'");
    }
    return new MediaTypes(types, otherwise);
  }

  /// The extension without its first dot, the path as it is, or an empty text if it is neither.
  private static String key(String word) {
    if (word.startsWith("/")) {
      return word.length() == 1 || word.endsWith("/") ? "" : word;
    }
    String extension = word.startsWith(".") ? word.substring(1) : word;
    return extension.indexOf('/') >= 0 ? "" : extension.toLowerCase(Locale.ROOT);
  }

  /// The type of a file.
  ///
  /// @param names where it is below the root, at least one
  public FileType of(List<Path> names) {
    String rule = rule(names);
    if (rule != null) {
      return rules.getOrDefault(rule, unknown);
    }
    String entry = TypeTable.find(tableKey(names));
    return entry == null ? unknown : FileType.ofTable(entry);
  }

  /// Why a file has its type, for the operator.
  public String why(List<Path> names) {
    String rule = rule(names);
    if (rule != null) {
      return "the rule " + rule + " of --type";
    }
    String name = names.getLast().toString();
    int dot = name.lastIndexOf('.');
    String key = tableKey(names);
    if (TypeTable.find(key) != null) {
      return dot < 0
          ? "the type of " + key
          : "the type of names that end in " + name.substring(dot);
    }
    return (dot < 0
            ? "the name has no extension that would tell its type"
            : "no type is known for names that end in " + name.substring(dot))
        + (unknown.equals(FileType.UNKNOWN) ? "" : " (--default-type)");
  }

  /// The key of the rule that is for a file, or null if none is.
  private @Nullable String rule(List<Path> names) {
    if (rules.isEmpty()) {
      return null;
    }
    String path = path(names);
    if (rules.containsKey(path)) {
      return path;
    }
    String name = names.getLast().toString().toLowerCase(Locale.ROOT);
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

  private static String path(List<Path> names) {
    StringBuilder path = new StringBuilder();
    names.forEach(each -> path.append('/').append(each));
    return path.toString();
  }
}
