package otus.server.app.cli;

/// The sections of the help, with their headings.
enum HelpSection {
  CONTENT("Content"),
  FILTERS("Filters"),
  NETWORK("Network"),
  PLUGINS("Plugins"),
  LIMITS("Limits and timeouts"),
  LOGS("Logs"),
  PROCESS("Process"),
  CONFIGURATION("Configuration"),
  HELP("Information"),
  HIDDEN("");

  final String title;

  HelpSection(String title) {
    this.title = title;
  }
}
