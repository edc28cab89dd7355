package otus.server.app.filters.headers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import otus.server.api.Body;
import otus.server.api.Filter;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.ProviderContext;

/// Creates the filter `error-page`, which adds a body to responses of one status that have none;
/// bodies of handlers are not replaced. The file is read once, on the main thread, and kept in
/// memory; the filter has no other state.
public final class ErrorPageProvider implements FilterProvider {
  private static final int MAX_BYTES = 1 << 20;

  @Override
  public String name() {
    return "error-page";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.required("code", OptionType.TEXT, "status: 400 to 599, 4xx or 5xx"),
        OptionSpec.required("file", OptionType.PATH, "page, at most 1 MiB"));
  }

  @Override
  public Filter create(ProviderContext context) {
    String code = context.options().text("code");
    if (!code.matches("[45](xx|[0-9]{2})")) {
      throw new IllegalArgumentException("the code must be 400 to 599, 4xx or 5xx, not " + code);
    }
    int first = Integer.parseInt(code.replace('x', '0'));
    int last = code.endsWith("xx") ? first + 99 : first;
    Path file = context.options().path("file");
    byte[] content = content(file);
    String type = mediaType(file, content);
    Body page = Body.of(content); // in memory, shared by all responses
    return (request, next) ->
        next.handle(request)
            .map(
                response -> {
                  int status = response.status().code();
                  return first <= status && status <= last && isBlank(response)
                      ? filled(response, type, page)
                      : response;
                });
  }

  /// Returns whether a response has no body of its own. The server generates a small page under the
  /// same condition.
  private static boolean isBlank(Response response) {
    return response.body() instanceof Body.Empty && !response.headers().has("Content-Type");
  }

  private static Response filled(Response response, String type, Body page) {
    Headers headers =
        response.headers().with("Content-Type", type).with("X-Content-Type-Options", "nosniff");
    return new Response(response.status(), headers, page);
  }

  private static byte[] content(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("no such file: " + file);
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_BYTES + 1);
      if (content.length == 0 || content.length > MAX_BYTES) {
        throw new IllegalArgumentException(
            "an error page must have 1 byte to 1 MiB; " + file + " is not");
      }
      return content;
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the file: " + file, e);
    }
  }

  /// Returns the media type, with a charset if the file is text and valid UTF-8: without a charset
  /// browsers guess.
  private static String mediaType(Path file, byte[] content) {
    String type = mediaType(file);
    return type.startsWith("text/") && isUtf8(content) ? type + "; charset=utf-8" : type;
  }

  private static boolean isUtf8(byte[] content) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static String mediaType(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html", "htm" -> "text/html";
      case "xhtml" -> "application/xhtml+xml";
      case "txt" -> "text/plain";
      case "json" -> "application/json";
      case "xml" -> "application/xml";
      case "svg" -> "image/svg+xml";
      default ->
          throw new IllegalArgumentException(
              "an error page must be .html, .xhtml, .txt, .json, .xml or .svg, not " + file);
    };
  }
}
