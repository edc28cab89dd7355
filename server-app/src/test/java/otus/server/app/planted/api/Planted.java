package otus.server.app.planted.api;

/// For: the API depends on the JDK's base alone.
final class SeesApp {
  Class<?> seen() {
    return otus.server.app.planted.app.IsPublic.class;
  }
}

/// For: the API depends on the JDK's base alone.
record SeesLoop(otus.server.app.planted.loop.Pipe seen) {}
