package otus.server.http.exchange;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import otus.server.api.Attributes;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.fields.Tokens;
import otus.server.http.request.HttpRequest;

/// The id of one request: as an attribute, and as the header `X-Request-Id` of the request and of
/// its response. An id from a client is kept only if a trusted proxy has sent the request; so
/// clients can neither forge the ids of others nor write text of their choice into logs. A request
/// that is refused before it has a head gets an id with its response. Owned by [Exchange], confined
/// to the loop.
final class RequestId {
  private static final String NAME = "X-Request-Id";
  private static final int MAX_LENGTH = 128;

  private final Supplier<String> ids;
  private @Nullable String id;

  /// @param ids makes ids
  RequestId(Supplier<String> ids) {
    this.ids = ids;
  }

  /// Returns the id, which is made if the request had no head.
  String get() {
    String current = id;
    if (current == null) {
      current = ids.get();
      id = current;
    }
    return current;
  }

  /// Gives a request its id.
  ///
  /// @return the request with its header
  Request on(HttpRequest request) {
    Headers headers = request.headers();
    String sent = headers.first(NAME);
    boolean kept = sent != null && request.attributes().get(Attributes.PROXY) != null && isId(sent);
    if (kept) {
      id = sent;
    }
    request.attributes().set(Attributes.REQUEST_ID, get());
    return kept ? request : request.withHeaders(headers.with(NAME, get()));
  }

  private static boolean isId(String id) {
    return id.length() <= MAX_LENGTH && Tokens.isToken(id);
  }

  /// Returns the response with its header.
  Response on(Response response) {
    return response.withHeader(NAME, get());
  }
}
