package otus.server.http.versions;

import otus.server.http.h1.Server;

/// The versions that the rows are run with.
enum Version {
  HTTP_1,
  HTTP_2;

  Speaker connect(Server server) {
    return this == HTTP_1 ? new Http1Speaker(server) : new Http2Speaker(server);
  }

  /// Returns the version as in a request line.
  String protocol() {
    return this == HTTP_1 ? "HTTP/1.1" : "HTTP/2.0";
  }
}
