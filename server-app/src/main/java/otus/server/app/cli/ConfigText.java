package otus.server.app.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import otus.server.app.config.Options;
import otus.server.app.toml.TomlText;

/// The settings as a configuration file: each key with its effective value and the place that it
/// comes from. Keys without a value are comments. Paths are absolute. Pure, except that the
/// settings are validated, as for a start; main thread only.
///
/// @param line all values
/// @param options the settings that follow from them
/// @param text receives the lines
record ConfigText(CommandLine line, Options options, StringBuilder text) {
  private static final int COLUMN = 44;

  /// A default in the help that is also a value of the flag.
  private static final Pattern DEFAULT =
      Pattern.compile("Default: ([0-9][0-9.]*[a-z]?|on|off|auto|\\S*[./]\\S*|inside)(?=[ ,;]|$)");

  /// Returns the file.
  ///
  /// @throws otus.server.app.config.UsageException if a value is invalid
  static String of(CommandLine line) {
    ConfigText config = new ConfigText(line, line.options(), new StringBuilder());
    for (HelpSection section : HelpSection.values()) {
      config.section(section);
    }
    line.sites().forEach(config::site);
    return config.text.toString();
  }

  private void section(HelpSection section) {
    String title = "# " + section.title + "\n";
    for (Flag flag : Flag.values()) {
      if (flag.section == section && flag.isSetting()) {
        text.append(title);
        title = "";
        setting(flag);
      }
    }
    text.append(title.isEmpty() ? "\n" : "");
  }

  private void setting(Flag flag) {
    Optional<ParsedArgs.Setting> setting = line.parsed().setting(flag);
    if (setting.isPresent()) {
      append(flag, values(flag, setting.get().values()), origin(flag, setting.get()));
      return;
    }
    if (flag == Flag.ROOT && options.root() != null) {
      boolean given = !line.parsed().directories().isEmpty();
      append(flag, TomlText.string(options.root().toString()), given ? "argument" : "default");
      return;
    }
    Optional<String> value = defaultValue(flag);
    if (value.isPresent()) {
      append(flag, value.get(), "default");
    } else {
      text.append("# ").append(flag.key()).append(" is not set\n");
    }
  }

  /// The default as a TOML value; empty if it cannot be written as a value, or does not apply.
  private Optional<String> defaultValue(Flag flag) {
    boolean absent =
        switch (flag) {
          case ROOT, ACCESS_LOG, ADMIN -> true;
          case BIND, PORT -> options.addresses().isEmpty();
          default -> ContentFlags.isOfRoot(flag) && options.root() == null;
        };
    if (absent) {
      return Optional.empty();
    }
    if (flag == Flag.WORKERS) {
      return Optional.of(String.valueOf(options.workers()));
    }
    if (flag == Flag.MAX_CONNECTIONS) {
      return Optional.of(String.valueOf(options.connections()));
    }
    Matcher matcher = DEFAULT.matcher(flag.more);
    if (matcher.find()) {
      String value = matcher.group(1);
      return switch (value) {
        case "on", "off" ->
            Optional.of(
                flag.isSwitch() || flag.mayBeBare()
                    ? String.valueOf(value.equals("on"))
                    : TomlText.string(value));
        default -> Optional.of(values(flag, List.of(value)));
      };
    }
    return flag.repeatable() ? Optional.of("[]") : Optional.empty();
  }

  /// The values of a flag as a TOML value.
  private static String values(Flag flag, List<String> given) {
    Path current = Path.of("").toAbsolutePath();
    List<String> values =
        given.stream().map(value -> RelativePaths.resolve(flag, value, current)).toList();
    if (flag.repeatable()) {
      return TomlText.array(values);
    }
    if (values.isEmpty()) {
      return flag.isSwitch() || flag.mayBeBare() ? "false" : "[]";
    }
    String value = values.getFirst();
    if (flag.isSwitch()) {
      return String.valueOf(!Flag.isOff(value));
    }
    return flag.mayBeBare() && value.isEmpty() ? "true" : TomlText.scalar(value);
  }

  private static String origin(Flag flag, ParsedArgs.Setting setting) {
    String key = ": " + flag.key();
    String place = setting.place();
    return place.endsWith(key) ? place.substring(0, place.length() - key.length()) : place;
  }

  private void append(Flag flag, String value, String origin) {
    append(flag.key(), value, origin);
  }

  private void append(String key, String value, String origin) {
    String pair = key + " = " + value;
    text.append(pair)
        .append(" ".repeat(Math.max(2, COLUMN - pair.length())))
        .append("# ")
        .append(origin.replace('\n', ' '))
        .append('\n');
  }

  private void site(ConfigFile.SiteTable site) {
    text.append("[[site]]\n");
    append("hosts", TomlText.array(site.hosts()), site.place());
    if (!site.listen().isEmpty()) {
      append("listen", TomlText.array(site.listen()), site.place());
    }
    for (Flag flag : Flag.values()) {
      site.values()
          .setting(flag)
          .ifPresent(
              setting -> append(flag, values(flag, setting.values()), origin(flag, setting)));
    }
    text.append('\n');
  }
}
