package otus.server.http.exchange;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import otus.server.api.Attributes;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.StatusException;
import otus.server.api.fields.Accept;
import otus.server.api.fields.HeaderList;
import otus.server.api.fields.LogValue;
import otus.server.http.syntax.ReasonPhrases;
import otus.server.loop.SafeLog;

/// Creates the bodies of errors and redirects that have none: short, and without internals. An
/// error is HTML, JSON (RFC 9457) or text, as the client prefers; a redirect is HTML. It has no
/// state.
final class ErrorPages {
  private static final Logger LOG = System.getLogger(ErrorPages.class.getName());
  private static final String HTML = "text/html";
  private static final String JSON = "application/problem+json";
  private static final String TEXT = "text/plain";

  /// The default is first.
  private static final List<String> TYPES = List.of(HTML, JSON, TEXT);

  private ErrorPages() {}

  /// Returns the response for a rejection, still without a body, and notes the rejection for
  /// [#fill]. Logs it; only an error of the server is more than a detail.
  ///
  /// @param failure the failure that contains the rejection
  /// @param event the attributes of the line about an error of the server
  static Response rejection(
      StatusException rejection, Throwable failure, String event, @Nullable Request request) {
    if (rejection.status().code() < 500) {
      SafeLog.log(LOG, Level.DEBUG, "event=refused-by-handler", failure);
    } else {
      String reason = " reason=" + LogValue.of(String.valueOf(rejection.getMessage()));
      String status = "event=refused-by-handler status=" + rejection.status().code();
      LOG.log(Level.WARNING, status + event + reason);
    }
    if (request != null) {
      request.attributes().set(Attributes.REJECTION, rejection);
    }
    return Response.of(rejection.status());
  }

  /// Adds a body to a response if it is an error or a redirect without a body and without
  /// Content-Type. Other headers are kept.
  ///
  /// @param request the request, or null if its head has not arrived
  static Response fill(Response response, @Nullable Request request) {
    int code = response.status().code();
    if (!hasPage(code)
        || !(response.body() instanceof Body.Empty)
        || response.headers().first("Content-Type") != null) {
      return response;
    }
    String title = (code + " " + ReasonPhrases.of(code)).strip();
    if (code < 400) {
      return filled(response, HTML, ErrorHtml.redirect(title));
    }
    if (request == null) {
      return filled(secured(response), HTML, ErrorHtml.error(title, "", ""));
    }
    StatusException rejection = rejection(response.status(), request);
    String message = rejection == null ? null : rejection.getMessage();
    String detail = message == null ? "" : message;
    Map<String, Object> members = rejection == null ? Map.of() : rejection.members();
    if (Boolean.TRUE.equals(request.attributes().get(Attributes.JSON_ERRORS))) {
      return filled(response, JSON, ErrorText.json(code, detail, members));
    }
    // A client that accepts none of them gets HTML, which RFC 9110 §12.4.1 permits.
    String type = Accept.preferred(request.headers().combined("Accept"), TYPES);
    Response varying = response.withHeaders(varying(response.headers()));
    if (JSON.equals(type)) {
      return filled(varying, JSON, ErrorText.json(code, detail, members));
    }
    return TEXT.equals(type)
        ? filled(varying, TEXT, ErrorText.plain(title, detail))
        : filled(secured(varying), HTML, ErrorHtml.error(title, path(request), detail));
  }

  private static String path(Request request) {
    return request.target().asterisk() ? "" : ErrorHtml.shown(request.target().path());
  }

  /// Adds the policy of the page, unless a handler or filter has set one.
  private static Response secured(Response response) {
    return response.headers().has("Content-Security-Policy")
        ? response
        : response.withHeader("Content-Security-Policy", ErrorHtml.POLICY);
  }

  private static boolean hasPage(int code) {
    return code >= 300
        && switch (code) {
          case 301, 302, 303, 307, 308 -> true;
          default -> code >= 400;
        };
  }

  /// Returns the rejection of the handler, or null. A filter may have replaced the response for the
  /// rejection by another one.
  private static @Nullable StatusException rejection(Status status, Request request) {
    StatusException rejection = request.attributes().get(Attributes.REJECTION);
    return rejection == null || rejection.status().code() != status.code() ? null : rejection;
  }

  private static Response filled(Response response, String type, String body) {
    Headers headers =
        response
            .headers()
            .with("Content-Type", type.equals(JSON) ? type : type + "; charset=utf-8")
            .with("X-Content-Type-Options", "nosniff");
    return new Response(response.status(), headers, Body.of(body));
  }

  /// Adds `Accept` to `Vary`: caches may keep errors, such as a 404 (RFC 9110 §15.1).
  private static Headers varying(Headers headers) {
    String value = headers.combined("Vary");
    if (value == null || value.isEmpty()) {
      return headers.with("Vary", "Accept");
    }
    return HeaderList.contains(value, "*") || HeaderList.contains(value, "Accept")
        ? headers
        : headers.with("Vary", value + ", Accept");
  }
}
