package otus.server.app;

/// The headings of the help, under which it lists each [Flag].
enum Group {
  CONTENT("What is served"),
  NETWORK("Where"),
  PLUGINS("Plugins"),
  LIMITS("Limits"),
  HELP("About"),
  NONE("");

  final String title;

  Group(String title) {
    this.title = title;
  }
}
