package otus.server.app.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import otus.server.app.config.Spelling;
import otus.server.app.config.UsageException;

/// The variables `OTUS_…`, as if they were flags. Immutable.
///
/// @param values the values of flags
/// @param warnings one line for each variable that is unknown
record EnvironmentVariables(ParsedArgs values, List<String> warnings) {
  private static final String PREFIX = "OTUS_";

  /// Variables that are not flags: for the launcher, and for [otus.server.app].
  private static final Set<String> OTHERS =
      Set.of("OTUS_JAVA_OPTS", "OTUS_DEBUG", "OTUS_LIFECYCLE");

  /// The names that Kubernetes sets in each container for a service named otus or otus-something
  /// (also if a port of the service has a name).
  private static final Pattern SERVICE =
      Pattern.compile(
          "OTUS_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?"
              + "|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

  private static final Pattern SERVICE_URL = Pattern.compile("(tcp|udp|sctp)://.*");

  /// Reads an environment. Empty variables count as not set, and so do those that Kubernetes sets
  /// for a service whose name begins with otus.
  ///
  /// @throws UsageException if a variable for a switch is not a truth value
  static EnvironmentVariables read(Map<String, String> environment) {
    Map<String, Flag> flags = new TreeMap<>();
    for (Flag flag : Flag.values()) {
      if (flag.isSetting() || flag == Flag.CONFIG) {
        flags.put(flag.variable(), flag);
      }
    }
    Map<Flag, ParsedArgs.Setting> values = new EnumMap<>(Flag.class);
    List<String> warnings = new ArrayList<>();
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      String value = variable.getValue();
      if (!name.startsWith(PREFIX) || value.isEmpty() || isOther(name, value)) {
        continue;
      }
      Flag flag = flags.get(name);
      if (flag == null) {
        warnings.add(
            "ignored the unknown variable " + name + Spelling.suggestion(name, flags.keySet()));
      } else {
        values.put(flag, new ParsedArgs.Setting(values(flag, value), name));
      }
    }
    return new EnvironmentVariables(new ParsedArgs(values, List.of()), warnings);
  }

  private static boolean isOther(String name, String value) {
    return OTHERS.contains(name)
        || SERVICE.matcher(name).matches()
        || (name.endsWith("_PORT") && SERVICE_URL.matcher(value).matches());
  }

  private static List<String> values(Flag flag, String value) {
    if (flag.repeatable()) {
      return value.lines().filter(line -> !line.isBlank()).toList();
    }
    if (!flag.isSwitch() && !flag.mayBeBare()) {
      return List.of(value);
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> flag.isSwitch() ? flag.switched(true) : List.of("");
      case "false", "no", "0" -> flag.switched(false);
      default -> {
        if (flag.isSwitch()) {
          throw new UsageException(
              flag.variable() + " must be true, false, yes, no, 1 or 0, not " + value);
        }
        yield List.of(value);
      }
    };
  }
}
