package otus.server.app.cli;

/// The sections of the help, with their headings.
enum HelpSection {
  CONTENT("What is served"),
  FILTERS("What is done with every request"),
  NETWORK("Where"),
  PLUGINS("Plugins"),
  LIMITS("Limits"),
  HELP("About"),
  NONE("");

  final String title;

  HelpSection(String title) {
    this.title = title;
  }
}
