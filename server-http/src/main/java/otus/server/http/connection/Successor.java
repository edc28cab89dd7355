package otus.server.http.connection;

import otus.server.http.request.ClientConnection;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;

/// Another protocol whose clients begin with a request line of HTTP/1 that no request has, so that
/// both can use one port (RFC 9113 §3.3). Owned by one loop, confined to it.
public interface Successor {

  /// Returns the request line.
  String requestLine();

  /// Continues a connection that has begun with the request line. The caller has released all
  /// resources of the connection, and gets no more events of it.
  ///
  /// @param ahead the bytes after the line
  /// @return the new listener of the endpoint
  EndpointListener takeOver(ClientConnection client, Endpoint endpoint, ReceivedBytes ahead);
}
