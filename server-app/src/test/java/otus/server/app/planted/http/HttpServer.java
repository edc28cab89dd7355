package otus.server.app.planted.http;

/// A class with a factory that planted classes call.
public final class HttpServer {

  private HttpServer() {}

  /// Creates it.
  public static Object serving() {
    return new HttpServer();
  }
}
