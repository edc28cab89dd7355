package otus.server.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import otus.server.app.config.Spelling;
import otus.server.app.config.UsageException;
import otus.server.app.toml.TomlFile;

/// A configuration file: the values of flags, as if they were flags, and the tables of sites.
/// Relative paths are relative to the directory of the file. Immutable; main thread only.
///
/// @param values the values of flags
/// @param sites the sites, in the order of the file
record ConfigFile(ParsedArgs values, List<SiteTable> sites) {
  private static final String SITE = "site";
  private static final String HOSTS = "hosts";
  private static final String LISTEN = "listen";

  /// A `[[site]]` table.
  ///
  /// @param place the place for messages
  /// @param hosts names of hosts
  /// @param listen addresses of its own
  /// @param values the values of flags that the site sets
  record SiteTable(String place, List<String> hosts, List<String> listen, ParsedArgs values) {}

  /// Reads a file again, unless it is a pipe or the like: its content is gone, and to open it would
  /// wait for a writer.
  ///
  /// @throws UsageException as for [#read], or if it is neither a file nor a directory
  static ConfigFile readAgain(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path)) {
      throw new UsageException(path + ": not a regular file, so it cannot be read again");
    }
    return read(path);
  }

  /// Reads a file, or a pipe such as `/dev/stdin`.
  ///
  /// @throws UsageException if the file cannot be read, a key is unknown, or the type of a value is
  ///     wrong
  static ConfigFile read(Path path) {
    TomlFile file = TomlFile.read(path);
    Map<Flag, ParsedArgs.Setting> values = new EnumMap<>(Flag.class);
    List<SiteTable> sites = new ArrayList<>();
    file.table()
        .forEach(
            (key, value) -> {
              if (key.equals(SITE)) {
                sites(file, value, sites);
              } else {
                Flag flag = flag(file.place(0, key), key, value, Flag::isSetting);
                values.put(flag, setting(file, 0, flag, value));
              }
            });
    return new ConfigFile(new ParsedArgs(values, List.of()), List.copyOf(sites));
  }

  private static void sites(TomlFile file, Object value, List<SiteTable> sites) {
    if (!(value instanceof List<?> list) || !list.stream().allMatch(Map.class::isInstance)) {
      throw new UsageException(
          file.place(0, SITE) + ": site must be a table: write [[site]] above its keys");
    }
    for (Object table : list) {
      sites.add(site(file, sites.size() + 1, (Map<?, ?>) table));
    }
  }

  private static SiteTable site(TomlFile file, int number, Map<?, ?> table) {
    Map<Flag, ParsedArgs.Setting> values = new EnumMap<>(Flag.class);
    List<String> hosts = List.of();
    List<String> listen = List.of();
    for (Map.Entry<?, ?> entry : table.entrySet()) {
      String key = (String) entry.getKey();
      Object value = entry.getValue();
      String place = file.place(number, key);
      switch (key) {
        case HOSTS -> hosts = texts(place + ": hosts", value);
        case LISTEN -> listen = paths(file, Flag.LISTEN, texts(place + ": listen", value));
        default -> {
          Flag flag = flag(place, key, value, Flag::isOfSite);
          values.put(flag, setting(file, number, flag, value));
        }
      }
    }
    return new SiteTable(file.place(number, ""), hosts, listen, new ParsedArgs(values, List.of()));
  }

  private static Flag flag(String place, String key, Object value, Predicate<Flag> allowed) {
    for (Flag flag : Flag.values()) {
      if (flag.key().equals(key) && allowed.test(flag)) {
        return flag;
      }
    }
    throw new UsageException(place + ": " + unknown(key, value, allowed));
  }

  private static String unknown(String key, Object value, Predicate<Flag> allowed) {
    Optional<Flag> named =
        Flag.named("--" + key).or(() -> Flag.named("-" + key)).or(() -> Flag.named(key));
    if (named.isPresent()) {
      Flag flag = named.get();
      if (!flag.isSetting()) {
        return key + " is not a setting: give it as a flag";
      }
      if (!allowed.test(flag) && key.equals("host")) {
        return "unknown key: host (write hosts)"; // an alias of --bind, but not meant here
      }
      if (!allowed.test(flag)) {
        return key + " applies to all sites: move it above the first [[site]]";
      }
      return Flag.isOff("--" + key)
          ? "unknown key: " + key + " (write " + flag.key() + " = false)"
          : "unknown key: " + key + " (write " + flag.key() + ")";
    }
    if (value instanceof Map<?, ?>) {
      return "unknown table: " + key + " (the keys are in no table but [[site]])";
    }
    boolean isSite = !allowed.test(Flag.PORT);
    TreeSet<String> keys = new TreeSet<>(isSite ? List.of(HOSTS, LISTEN) : List.of(SITE));
    Arrays.stream(Flag.values()).filter(allowed).forEach(flag -> keys.add(flag.key()));
    return "unknown key: " + key + Spelling.suggestion(key, keys);
  }

  private static ParsedArgs.Setting setting(TomlFile file, int tables, Flag flag, Object value) {
    String place = file.place(tables, flag.key()) + ": " + flag.key();
    return new ParsedArgs.Setting(paths(file, flag, values(place, flag, value)), place);
  }

  private static List<String> values(String place, Flag flag, Object value) {
    if (value instanceof Boolean on && (flag.isSwitch() || flag.mayBeBare())) {
      return flag.isSwitch() || !on ? flag.switched(on) : List.of("");
    }
    if (flag.isSwitch()) {
      throw new UsageException(place + " must be true or false");
    }
    if (flag.repeatable()) {
      return texts(place, value);
    }
    if (flag.isCommaSeparated() && value instanceof List<?> list) {
      return list.isEmpty() ? List.of() : List.of(String.join(",", texts(place, value)));
    }
    return List.of(
        text(place, flag.mayBeBare() ? "true, false or a string" : "a string or a number", value));
  }

  private static List<String> texts(String place, Object value) {
    String wanted = "a string or an array of strings";
    return value instanceof List<?> list
        ? list.stream().map(each -> text(place, wanted, each)).toList()
        : List.of(text(place, wanted, value));
  }

  private static String text(String place, String wanted, Object value) {
    if (value instanceof String || value instanceof Long) {
      return value.toString();
    }
    throw new UsageException(place + " must be " + wanted);
  }

  private static List<String> paths(TomlFile file, Flag flag, List<String> values) {
    Path directory = file.path().toAbsolutePath().normalize().getParent();
    return values.stream().map(value -> RelativePaths.resolve(flag, value, directory)).toList();
  }
}
