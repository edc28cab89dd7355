package otus.server.app.planted.api;

/// Breaks: the API depends on java.base only.
final class SeesApp {
  Class<?> seen() {
    return otus.server.app.planted.app.IsPublic.class;
  }
}

/// Breaks: the API depends on java.base only.
record SeesLoop(otus.server.app.planted.loop.Pipe seen) {}
