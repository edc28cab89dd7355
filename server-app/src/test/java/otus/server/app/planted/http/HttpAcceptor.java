package otus.server.app.planted.http;

/// Something to make.
public final class HttpAcceptor {

  /// Makes it.
  public HttpAcceptor() {}
}
