package otus.server.app.cli;

/// The sections of the help, with their headings.
public enum HelpSection {
  CONTENT("Content"),
  FILTERS("Filters"),
  NETWORK("Network"),
  TLS("TLS and HTTP/2"),
  PLUGINS("Plugins"),
  LIMITS("Limits and timeouts"),
  LOGS("Logs"),
  PROCESS("Process"),
  CONFIGURATION("Configuration"),
  HELP("Information"),
  HIDDEN("");

  /// The heading, or the empty text for flags that are not shown.
  public final String title;

  HelpSection(String title) {
    this.title = title;
  }
}
