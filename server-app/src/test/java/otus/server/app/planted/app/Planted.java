package otus.server.app.planted.app;

import java.io.IOException;
import java.net.Socket;
import java.util.Date;
import java.util.function.Supplier;

/// Breaks: the application does not depend on modules of handlers.
final class SeesStatic {
  final Object seen = new otus.server.app.planted.staticfiles.IsPublic();
}

/// Breaks: the application does not depend on filters.
final class SeesFilter {
  final Object seen = new otus.server.app.planted.app.filters.IsPublic();
}

/// Uses the added package, so that its public class is used elsewhere.
final class UsesAdded {
  final Object used = new otus.server.app.planted.app.added.SeesFilter();
}

/// Breaks: only Wiring creates servers.
final class MakesLoops {
  Object make() {
    return otus.server.app.planted.loop.LoopGroup.open();
  }
}

/// Breaks: only Wiring creates servers.
final class MakesServer {
  final Supplier<Object> maker = otus.server.app.planted.http.HttpServer::serving;
}

/// Breaks: only loop.nio uses sockets and selectors.
final class NamesSocket {
  Socket open() throws IOException {
    return new Socket("localhost", 1);
  }
}

/// Breaks: only Main uses the streams of System and ends the process.
final class Exits {
  void exit() {
    System.exit(1);
  }
}

/// Breaks: only Main uses the streams of System and ends the process.
final class PrintsToTheStream {
  void print() {
    System.err.println();
  }
}

/// Breaks: only listed classes read clocks.
final class ReadsDate {
  final Date now = new Date();
}

/// Breaks: no code depends on the default charset or locale.
final class FormatsByDefault {
  String format(int number) {
    return "%d".formatted(number);
  }
}
