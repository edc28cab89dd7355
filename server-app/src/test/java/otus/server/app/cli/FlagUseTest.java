package otus.server.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import otus.server.app.config.Options;

/// Gives each flag alone: it must have an effect on what the command line means.
class FlagUseTest {

  /// Returns the flag with a value that is not its default.
  static String argument(Flag flag) {
    return switch (flag) {
      case ROOT -> "--root=src";
      case INDEX -> "--index=a.html";
      case CLEAN_URLS -> "--clean-urls";
      case HIDDEN -> "--hidden";
      case LISTING -> "--listing";
      case SYMLINKS -> "--symlinks=deny";
      case PRECOMPRESSED -> "--no-precompressed";
      case CHARSET -> "--charset=utf-8";
      case TYPE -> "--type=a=text/plain";
      case DEFAULT_TYPE -> "--default-type=text/plain";
      case CACHE_CONTROL -> "--cache-control=*=no-cache";
      case IMMUTABLE -> "--immutable";
      case SPA -> "--spa";
      case NOT_FOUND -> "--not-found=a.html";
      case PORT -> "--port=1";
      case BIND -> "--bind=127.0.0.2";
      case ALLOWED_HOSTS -> "--allowed-hosts=a.example";
      case WORKERS -> "--workers=" + (Runtime.getRuntime().availableProcessors() + 1);
      case MOUNT -> "--mount=/a=a";
      case HEADER -> "--header=A:b";
      case SECURITY_HEADERS -> "--security-headers";
      case CORS -> "--cors";
      case COMPRESS -> "--compress";
      case ERROR_PAGE -> "--error-page=404=a.html";
      case AUTH_FILE -> "--auth-file=a";
      case FILTER -> "--filter=a";
      case PLUGINS -> "--plugins=a";
      case SKIP_BAD_PLUGINS -> "--skip-bad-plugins";
      case HEADER_TIMEOUT -> "--header-timeout=1s";
      case STALL_TIMEOUT -> "--stall-timeout=1s";
      case IDLE_TIMEOUT -> "--idle-timeout=1s";
      case ANSWER_TIMEOUT -> "--answer-timeout=1s";
      case MAX_BLOCKING -> "--max-blocking=1";
      case MAX_CONNECTIONS -> "--max-connections=1";
      case MAX_CONNECTIONS_PER_ADDRESS -> "--max-connections-per-address=1";
      case MAX_REQUEST_RATE -> "--max-request-rate=1/s";
      case MAX_STREAMS -> "--max-streams=1";
      case MAX_REQUESTS_PER_CONNECTION -> "--max-requests-per-connection=1";
      case MAX_SEND_RATE -> "--max-send-rate=1k";
      case MAX_HEAD -> "--max-head=1k";
      case MAX_BODY -> "--max-body=1";
      case GRACE_PERIOD -> "--grace-period=1s";
      case SHUTDOWN_DELAY -> "--shutdown-delay=1s";
      case ADMIN -> "--admin=9090";
      case EXPLAIN -> "--explain=/";
      case SUMMARY -> "-h";
      case HELP -> "--help";
      case VERSION -> "--version";
      case TRAIN -> "--train";
      case ACCESS_LOG -> "--access-log=json:-";
      case LOG_LEVEL -> "--log-level=debug";
      case LOG_FORMAT -> "--log-format=json";
      case REQUEST_ID -> "--request-id";
      case PID_FILE -> "--pid-file=src/otus.pid";
      case LISTEN -> "--listen=1";
      case TRUSTED_PROXIES -> "--trusted-proxies=10.0.0.0/8";
      case FORWARDED_HEADER -> "--forwarded-header=forwarded";
      case CONFIG -> "--config=src/no-such-file.toml";
    };
  }

  @ParameterizedTest
  @EnumSource
  void flag_changes_the_command(Flag flag) {
    assertNotEquals(CommandLine.read(), CommandLine.read(argument(flag)));
  }

  @ParameterizedTest
  @EnumSource
  void flag_of_the_root_is_a_usage_error_if_a_mount_replaces_the_root(Flag flag) {
    boolean ofRoot =
        CommandLine.read(argument(flag)) instanceof Command.Serve(Options options)
            && flag != Flag.MOUNT
            && !(options.content().equals(plain().content())
                && Objects.equals(options.root(), plain().root()));
    boolean refused =
        CommandLine.read("--mount=/=a", argument(flag))
                instanceof Command.UsageError(String message)
            && message.contains(" applies to the directory at /");
    assertEquals(ofRoot, refused);
  }

  private static Options plain() {
    return assertInstanceOf(Command.Serve.class, CommandLine.read()).options();
  }
}
