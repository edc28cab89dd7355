package otus.server.app.lifecycle;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import otus.server.app.cli.ParsedArgs;
import otus.server.app.config.UsageException;

/// The commands `start`, `stop`, `restart`, `status` and `reload`, for servers with a pid file.
/// Exit codes are those of the Linux Standard Base. Main thread only.
///
/// @param pidFile the absolute path of the pid file
/// @param environment the variables of this process
/// @param out receives lines about the result
public record Verbs(Path pidFile, Map<String, String> environment, Consumer<String> out) {
  static final int DONE = 0;
  static final int FAILED = 1;

  /// Exit code if the user may not do this.
  public static final int FORBIDDEN = 4;

  private static final int DEAD_WITH_PID_FILE = 1;
  private static final int NOT_RUNNING = 3;
  private static final int UNKNOWN = 4;

  /// The time for `stop` beyond the grace period, for shutdown actions of plugins.
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private static final Duration STOP_LIMIT = Duration.ofMinutes(1);

  /// The path of the pid file if no setting names another one.
  public static Path defaultPidFile(Map<String, String> environment, String user) {
    String directory = environment.get("XDG_RUNTIME_DIR");
    boolean root = user.equals("root") || directory == null || directory.isEmpty();
    return Path.of(root ? "/run" : directory, "otus-server.pid");
  }

  /// Carries out a command.
  ///
  /// @param verb `start`, `stop`, `restart`, `status` or `reload`
  /// @param line the whole command line with the verb
  /// @return the exit code
  /// @throws UsageException if it cannot be carried out
  public int perform(String verb, List<String> line) throws InterruptedException {
    return switch (verb) {
      case "start" -> start(ParsedArgs.without(verb, line));
      case "stop" -> stop();
      case "restart" -> restart(ParsedArgs.without(verb, line));
      case "status" -> status();
      default -> reload();
    };
  }

  private RunningServer server() {
    return new RunningServer(pidFile);
  }

  private int start(List<String> arguments) throws InterruptedException {
    ControlSocket.check(pidFile);
    Optional<ProcessHandle> running = server().process();
    if (running.isPresent()) {
      throw new UsageException(FAILED, PidFile.running(running.get().pid(), pidFile));
    }
    long pid = new Background(pidFile, environment).start(arguments, false);
    return serves("serves with pid " + pid);
  }

  /// Says that a new server serves, and where.
  private int serves(String sentence) {
    StringBuilder text = new StringBuilder(sentence);
    RunningServer.Status status = server().status();
    if (status != null) {
      addUrls(text, status);
    }
    return said(text.toString(), DONE);
  }

  private static void addUrls(StringBuilder text, RunningServer.Status status) {
    status.values("listen").forEach(url -> text.append("\n  ").append(url));
    status.values("admin").forEach(url -> text.append("\n  ").append(url).append(" (admin)"));
  }

  private int restart(List<String> arguments) throws InterruptedException {
    Optional<ProcessHandle> running = server().process();
    if (running.isEmpty()) {
      return start(arguments);
    }
    long former = running.get().pid();
    checkUser(running.get());
    if (isStopping()) {
      throw new UsageException(FAILED, "not restarted: pid " + former + " is stopping");
    }
    try {
      long pid = new Background(pidFile, environment).start(arguments, true);
      return serves("serves with pid " + pid + ", which has replaced " + former);
    } catch (UsageException e) {
      if (server().isKilled()) {
        return start(arguments); // there is no server to take over from
      }
      String state = isStopping() ? " is stopping" : " continues";
      String left = running.get().isAlive() ? "; pid " + former + state : "";
      throw new UsageException(e.exitCode(), "not restarted: " + e.getMessage() + left);
    }
  }

  private boolean isStopping() {
    RunningServer.Status status = server().status();
    return status != null && status.isStopping();
  }

  /// Checks that the new server would run as the user of the former one.
  private static void checkUser(ProcessHandle former) {
    String user = former.info().user().orElse("");
    String own = ProcessHandle.current().info().user().orElse("");
    if (!user.isEmpty() && !own.isEmpty() && !user.equals(own)) {
      throw new UsageException(
          FORBIDDEN,
          "not restarted: pid "
              + former.pid()
              + " runs as "
              + user
              + ", and this command as "
              + own);
    }
  }

  private int stop() throws InterruptedException {
    RunningServer server = server();
    Optional<ProcessHandle> running = server.process();
    if (running.isEmpty()) {
      return said("not running (pid file " + pidFile + ")", DONE);
    }
    ProcessHandle process = running.get();
    RunningServer.Status status = server.status();
    boolean again = status != null && status.isStopping(); // a second signal would cut requests
    if (!again && !process.destroy() && process.isAlive()) {
      throw new UsageException(FORBIDDEN, "no permission to stop pid " + process.pid());
    }
    long requests = status == null ? 0 : number(status.value("requests"));
    if (requests > 0 || again) {
      String already = again ? " is stopping already, and" : "";
      out.accept(
          "pid " + process.pid() + already + " finishes " + count(requests, "request") + "\n");
    }
    Duration limit = status == null || status.isSilent() ? STOP_LIMIT : limit(status);
    if (!ProcessEnd.await(process, limit)) {
      throw new UsageException(
          FAILED, "pid " + process.pid() + " still runs after " + limit.toSeconds() + " s");
    }
    return said("stopped (pid " + process.pid() + ")", DONE);
  }

  private static Duration limit(RunningServer.Status status) {
    String seconds = status.value("stop-limit");
    return seconds.isEmpty() ? STOP_LIMIT : MARGIN.plusSeconds(number(seconds));
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private int status() {
    PidFile.State state = server().state();
    if (!state.exists()) {
      return said("not running (no pid file " + pidFile + ")", NOT_RUNNING);
    }
    if (!state.held()) {
      return said("not running, but has left the pid file " + pidFile, DEAD_WITH_PID_FILE);
    }
    RunningServer.Status status = server().status();
    if (status == null) {
      return said("pid " + state.pid() + " is starting or stopping", DONE);
    }
    if (status.isSilent()) {
      return said("pid " + state.pid() + " does not answer", UNKNOWN);
    }
    return said(text(status), DONE);
  }

  private static String text(RunningServer.Status status) {
    Duration uptime = Duration.ofSeconds(number(status.value("uptime")));
    StringBuilder text =
        new StringBuilder(
            "pid "
                + status.value("pid")
                + " "
                + status.value("state")
                + " for "
                + uptime.toString().substring(2).toLowerCase(Locale.ROOT)
                + ", "
                + count(number(status.value("connections")), "connection")
                + ", "
                + count(number(status.value("requests")), "request")
                + " in progress");
    addUrls(text, status);
    return text.toString();
  }

  private static long number(String digits) {
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
  }

  private int reload() throws InterruptedException {
    String line = server().process().isEmpty() ? null : server().reload();
    if (line == null) {
      throw new UsageException(FAILED, "not running (pid file " + pidFile + ")");
    }
    if (!line.startsWith("ok ")) {
      throw new UsageException(FAILED, "not reloaded: " + afterWord(line));
    }
    return said(afterWord(line), DONE);
  }

  private static String afterWord(String line) {
    return line.substring(line.indexOf(' ') + 1);
  }

  private int said(String line, int code) {
    out.accept(line + "\n");
    return code;
  }
}
