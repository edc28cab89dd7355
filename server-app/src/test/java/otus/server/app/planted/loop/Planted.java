package otus.server.app.planted.loop;

import java.io.IOException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/// For: the loop depends on no other module.
record SeesApi(otus.server.app.planted.api.Marker seen) {}

/// For: the loop depends on no other module.
final class SeesHttp {
  Object seen() {
    return otus.server.app.planted.http.HttpServer.serving();
  }
}

/// For: sockets and selectors are named in loop.nio only.
record NamesChannel(SocketChannel channel) {}

/// For: nothing on a loop blocks.
final class ReadsFile {
  byte[] read(Path path) throws IOException {
    return Files.readAllBytes(path);
  }
}

/// For: nothing on a loop blocks.
final class Selects {
  int select(Selector selector) throws IOException {
    return selector.select();
  }
}

/// For: what is confined to a loop has no volatile fields.
final class HasVolatile {
  volatile int state;
}

/// For: what is confined to a loop uses no locks and no concurrent types.
final class HasLock {
  final Object lock = new ReentrantLock();
}

/// For: threads are made in named places.
final class ExtendsThread extends Thread {}

/// For: only the application touches the standard streams.
final class PrintsStackTrace {
  void print(Exception e) {
    e.printStackTrace();
  }
}

/// For: clocks are read in three classes.
final class ReadsNanoTime {
  long now() {
    return System.nanoTime();
  }
}
