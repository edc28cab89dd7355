package otus.server.app.planted.app;

import java.io.IOException;
import java.net.Socket;
import java.util.Date;
import java.util.function.Supplier;

/// For: the application names no handler's module.
final class SeesStatic {
  final Object seen = new otus.server.app.planted.staticfiles.IsPublic();
}

/// For: the application names no filter.
final class SeesFilter {
  final Object seen = new otus.server.app.planted.app.filters.IsPublic();
}

/// Uses a package that somebody adds.
final class UsesAdded {
  final Object used = new otus.server.app.planted.app.added.SeesFilter();
}

/// For: only the wiring makes servers.
final class MakesLoops {
  Object make() {
    return otus.server.app.planted.loop.LoopGroup.open();
  }
}

/// For: only the wiring makes servers.
final class MakesServer {
  final Supplier<Object> maker = otus.server.app.planted.http.HttpServer::serving;
}

/// For: sockets and selectors are named in loop.nio only.
final class NamesSocket {
  Socket open() throws IOException {
    return new Socket("localhost", 1);
  }
}

/// For: only Main names the standard streams and ends the process.
final class Exits {
  void exit() {
    System.exit(1);
  }
}

/// For: only Main names the standard streams and ends the process.
final class PrintsToTheStream {
  void print() {
    System.err.println();
  }
}

/// For: clocks are read in three classes.
final class ReadsDate {
  final Date now = new Date();
}

/// For: nothing depends on the default charset or locale.
final class FormatsByDefault {
  String format(int number) {
    return "%d".formatted(number);
  }
}
