package otus.server.app.planted.http;

/// Something to make.
public final class HttpServer {

  private HttpServer() {}

  /// Makes it.
  public static Object serving() {
    return new HttpServer();
  }
}
