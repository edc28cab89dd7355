package otus.server.app.cli.hints;

import java.util.Map;
import java.util.Optional;

/// The words of other servers for what this one has under another name: http-server, serve,
/// miniserve, Caddy, nginx, Python's http.server, busybox httpd, darkhttpd. Pure.
final class OtherTools {

  /// The flag or command to write for an option; otherwise a sentence.
  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("--dir", "--root"),
          Map.entry("--docroot", "--root"),
          Map.entry("--document-root", "--root"),
          Map.entry("--path", "--root"),
          Map.entry("--public", "--root"),
          Map.entry("-t", "--root, or the command check"),
          Map.entry("-T", "the command config"),
          Map.entry("-a", "--bind"),
          Map.entry("--addr", "--bind"),
          Map.entry("--address", "--bind"),
          Map.entry("--ip", "--bind"),
          Map.entry("--hostname", "--bind"),
          Map.entry("--interfaces", "--bind"),
          Map.entry("--ipv6", "--bind ::"),
          Map.entry("-l", "--listen"),
          Map.entry("--domain", "--allowed-hosts"),
          Map.entry("--gzip", "--compress? Precompressed files need no flag"),
          Map.entry("-g", "--compress? Precompressed files need no flag"),
          Map.entry("--gzip-static", "precompressed files need no flag"),
          Map.entry("-z", "--compress"),
          Map.entry("--compression", "--compress"),
          Map.entry("--brotli", "precompressed files need no flag"),
          Map.entry("--tls", "--tls-self-signed, or --tls-cert FILE"),
          Map.entry("-tls", "--tls-self-signed, or --tls-cert FILE"),
          Map.entry("-ssl", "--tls-self-signed, or --tls-cert FILE"),
          Map.entry("--ssl", "--tls-self-signed, or --tls-cert FILE"),
          Map.entry("--https", "--tls-self-signed, or --tls-cert FILE"),
          Map.entry("-S", "--tls-self-signed, or --tls-cert FILE"),
          Map.entry("--cert", "--tls-cert"),
          Map.entry("--ssl-cert", "--tls-cert"),
          Map.entry("--key", "--tls-key"),
          Map.entry("--ssl-key", "--tls-key"),
          Map.entry("-K", "--tls-key"),
          Map.entry("--ssl-pass", "--tls-password-file"),
          Map.entry("--forward-https", "--https-redirect"),
          Map.entry("-v", "--version, or --log-level debug"),
          Map.entry("--verbose", "--log-level debug"),
          Map.entry("--debug", "--log-level debug"),
          Map.entry("-q", "--access-log off"),
          Map.entry("--quiet", "--access-log off"),
          Map.entry("--silent", "--access-log off"),
          Map.entry("-L", "--access-log off"),
          Map.entry("--no-request-logging", "--access-log off"),
          Map.entry("--log", "--access-log"),
          Map.entry("--logs", "--access-log"),
          Map.entry("-f", "it stays in the foreground; the command start does not"),
          Map.entry("--daemon", "the command start"),
          Map.entry("--pidfile", "--pid-file"),
          Map.entry("-i", "--listing, or --index NAME"),
          Map.entry("--autoindex", "--listing"),
          Map.entry("--indexes", "--listing"),
          Map.entry("--auto-index", "--listing"),
          Map.entry("--autoIndex", "--listing"),
          Map.entry("--directory-listing", "--listing"),
          Map.entry("--dotfiles", "--hidden"),
          Map.entry("--no-dotfiles", "hidden files are not served without --hidden"),
          Map.entry("--hide-dotfiles", "hidden files are not served without --hidden"),
          Map.entry("-e", "--clean-urls"),
          Map.entry("--ext", "--clean-urls"),
          Map.entry("--follow-symlinks", "--symlinks follow"),
          Map.entry("--no-symlinks", "--symlinks deny"),
          Map.entry("--mimetypes", "--type"),
          Map.entry("--mime-types", "--type"),
          Map.entry("--default-mimetype", "--default-type"),
          Map.entry("--cache", "--cache-control '*=max-age=SECONDS'"),
          Map.entry("--no-cache", "--cache-control '*=no-cache'"),
          Map.entry("--max-age", "--cache-control '*=max-age=SECONDS'"),
          Map.entry("--single-file", "--spa"),
          Map.entry("--fallback", "--spa=FILE"),
          Map.entry("--404", "--not-found"),
          Map.entry("--proxy", "this server is not a proxy"),
          Map.entry("-P", "this server is not a proxy"),
          Map.entry("--auth", "--auth-file"),
          Map.entry("--basic-auth", "--auth-file"),
          Map.entry("--username", "--auth-file"),
          Map.entry("--password", "--auth-file"),
          Map.entry("-u", "a service manager starts it as another user"),
          Map.entry("--user", "a service manager starts it as another user"),
          Map.entry("--uid", "a service manager starts it as another user"),
          Map.entry("--timeout", "--idle-timeout"),
          Map.entry("--maxconn", "--max-connections"),
          Map.entry("--threads", "--workers"),
          Map.entry("--browser", "--open"),
          Map.entry("--open-browser", "--open"),
          Map.entry("--qrcode", "--qr"),
          Map.entry("-?", "--help"));

  private static final String SERVE = "a directory needs no command: otus-server DIR";

  /// Commands of other servers, which are taken for a directory.
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("serve", SERVE),
          Map.entry("server", SERVE),
          Map.entry("http-server", SERVE),
          Map.entry("file-server", SERVE),
          Map.entry("httpd", SERVE),
          Map.entry("run", SERVE),
          Map.entry("up", "did you mean start?"),
          Map.entry("quit", "did you mean stop?"),
          Map.entry("kill", "did you mean stop?"),
          Map.entry("validate", "did you mean check?"),
          Map.entry("configtest", "did you mean check?"),
          Map.entry("list-modules", "did you mean plugins?"));

  private OtherTools() {}

  /// Returns the advice for an option, without parentheses.
  static Optional<String> advice(String option) {
    return Optional.ofNullable(OPTIONS.get(option)).map(OtherTools::sentence);
  }

  private static String sentence(String advice) {
    boolean isName = advice.startsWith("-") || advice.startsWith("the command");
    return isName ? "did you mean " + advice + (advice.contains("?") ? "" : "?") : advice;
  }

  /// Returns the advice for a word, without parentheses.
  static Optional<String> adviceForWord(String word) {
    return Optional.ofNullable(WORDS.get(word));
  }

  /// The options of the table.
  static Map<String, String> options() {
    return OPTIONS;
  }
}
