package otus.server.app.filters.headers;

import java.util.List;
import java.util.Locale;
import otus.server.api.Body;
import otus.server.api.Filter;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.fields.HeaderList;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.ProviderContext;
import otus.server.app.filters.Vary;

/// Creates the filter `header`, which sets, adds or removes one header field of every response.
/// Called on the main thread; the filter has no state.
public final class HeaderProvider implements FilterProvider {
  private static final int FIRST_ERROR = 400;
  private static final String PARTS = "multipart/byteranges";
  private static final Response ANY = Response.of(Status.OK);

  @Override
  public String name() {
    return "header";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.required("name", OptionType.TEXT, "name of the header"),
        OptionSpec.of("value", OptionType.TEXT, "value; if empty, the header is removed", ""),
        OptionSpec.of("errors", OptionType.FLAG, "apply to error responses, too", "true"),
        OptionSpec.of("add", OptionType.FLAG, "keep other headers of the same name", "false"));
  }

  @Override
  public Filter create(ProviderContext context) {
    OptionValues options = context.options();
    String name = options.text("name");
    String value = options.text("value").strip();
    boolean errors = options.flag("errors");
    boolean add = options.flag("add");
    boolean vary = name.equalsIgnoreCase("Vary");
    boolean type = name.equalsIgnoreCase("Content-Type");
    // The API rejects invalid fields and those of the protocol: now, not at the first request.
    var _ = ANY.withHeader(name, value);
    if (vary && value.isEmpty()) {
      throw new IllegalArgumentException("the header Vary cannot be removed: caches depend on it");
    }
    if (add && (value.isEmpty() || type)) {
      throw new IllegalArgumentException(
          type ? "Content-Type cannot be added twice" : "an added header needs a value");
    }
    if (isPerResponse(name, value.isEmpty())) {
      throw new IllegalArgumentException(
          "the header " + name + " depends on the single response and cannot be set for all");
    }
    return (request, next) ->
        next.handle(request)
            .map(
                response ->
                    (errors || response.status().code() < FIRST_ERROR)
                            && (!type || hasTypeToChange(response))
                        ? changed(response, name, value, add, vary)
                        : response);
  }

  /// Returns whether a field describes a single response, so that the same value for all responses,
  /// or removing it, would make them wrong.
  private static boolean isPerResponse(String name, boolean removed) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "content-encoding", "content-range" -> true;
      case "accept-ranges", "etag", "last-modified", "proxy-connection", "te", "trailer" ->
          !removed;
      default -> false;
    };
  }

  /// Returns whether the response has a body whose type may change. RFC 9110 §14.6: the type of a
  /// multipart response has the boundary of its parts.
  private static boolean hasTypeToChange(Response response) {
    String type = response.headers().first("Content-Type");
    boolean content = type != null || !(response.body() instanceof Body.Empty);
    return content
        && !response.status().bodiless()
        && (type == null || !type.regionMatches(true, 0, PARTS, 0, PARTS.length()));
  }

  private static Response changed(
      Response response, String name, String value, boolean add, boolean vary) {
    Headers headers = response.headers();
    if (vary) {
      for (String each : HeaderList.elements(value)) {
        headers = Vary.add(headers, each);
      }
    } else if (add) {
      Headers.Builder both = Headers.builder();
      headers.forEach(both::add);
      headers = both.add(name, value).build();
    } else {
      headers = value.isEmpty() ? headers.without(name) : headers.with(name, value);
    }
    return new Response(response.status(), headers, response.body());
  }
}
