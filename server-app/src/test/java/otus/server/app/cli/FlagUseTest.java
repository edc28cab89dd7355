package otus.server.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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
      case ARCHIVE -> "--archive";
      case SYMLINKS -> "--symlinks=deny";
      case PRECOMPRESSED -> "--no-precompressed";
      case CHARSET -> "--charset=utf-8";
      case TYPE -> "--type=a=text/plain";
      case DEFAULT_TYPE -> "--default-type=text/plain";
      case CACHE_CONTROL -> "--cache-control=*=no-cache";
      case IMMUTABLE -> "--immutable";
      case CACHE_REVALIDATE -> "--cache-revalidate=1s";
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
      case PLUGIN_NATIVE_ACCESS -> "--plugin-native-access=a";
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
      case TLS_CERT -> "--tls-cert=src/a.pem";
      case TLS_KEY -> "--tls-key=src/b.pem";
      case TLS_PASSWORD_FILE -> "--tls-password-file=src/a";
      case TLS_PORT -> "--tls-port=1";
      case TLS_SELF_SIGNED -> "--tls-self-signed";
      case TLS_STRICT_SNI -> "--tls-strict-sni";
      case TLS_MIN -> "--tls-min=1.3";
      case TLS_CIPHERS -> "--tls-ciphers=TLS_AES_128_GCM_SHA256";
      case TLS_CLIENT_CA -> "--tls-client-ca=src/a.pem";
      case TLS_CLIENT -> "--tls-client=optional";
      case HTTP2 -> "--http2=off";
      case H2C -> "--h2c=off";
      case HTTPS_REDIRECT -> "--https-redirect=443";
      case HSTS -> "--hsts=1d";
      case OPEN -> "--open";
      case QR -> "--qr";
      case CONFIG -> "--config=src/no-such-file.toml";
    };
  }

  /// Returns the flags without which a flag is a usage error.
  static List<String> needed(Flag flag) {
    return switch (flag) {
      case TLS_KEY -> List.of("--tls-cert=src/a.pem");
      case TLS_PASSWORD_FILE, TLS_PORT, TLS_STRICT_SNI, TLS_MIN, TLS_CIPHERS, TLS_CLIENT_CA ->
          List.of("--tls-self-signed");
      case TLS_CLIENT -> List.of("--tls-self-signed", "--tls-client-ca=src/a.pem");
      default -> List.of();
    };
  }

  /// Returns the arguments with a flag and all that it needs.
  static String[] with(Flag flag, String... more) {
    return Stream.concat(needed(flag).stream(), Stream.of(more)).toArray(String[]::new);
  }

  @ParameterizedTest
  @EnumSource
  void flag_changes_the_command(Flag flag) {
    assertNotEquals(CommandLine.read(with(flag)), CommandLine.read(with(flag, argument(flag))));
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
