package otus.server.staticfiles.explain;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import otus.server.api.Answer;
import otus.server.api.Explanation;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.staticfiles.conditional.Decision;
import otus.server.staticfiles.conditional.Reason;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.file.Variant;
import otus.server.staticfiles.lookup.FileNames;
import otus.server.staticfiles.lookup.FileRequest;
import otus.server.staticfiles.lookup.LookupResult;
import otus.server.staticfiles.lookup.PrecompressedVariants;
import otus.server.staticfiles.metadata.FileHeaders;

/// Reports the reasons that lookups and decisions carry to the [Explanation] of the request.
/// Decides nothing and reads no file. Created by the `StaticHandler` for a file that it has opened;
/// the static methods are for other answers. Any thread; has no effect unless the request is
/// explained.
///
/// @param root the root of the files
/// @param fileRequest the file that was looked up
/// @param names requested names of the original
/// @param original the file, or the original of the variant that is sent
/// @param selection the file that is sent
/// @param decision the decision by the conditions of the request
/// @param response the response
public record FileExplanation(
    Path root,
    FileRequest fileRequest,
    List<Path> names,
    StaticFile original,
    PrecompressedVariants.Selection selection,
    Decision decision,
    Response response) {
  private static final Map<String, String> OF_LISTING =
      Map.of(
          "Content-Type", "JSON if the query has format=json or Accept prefers it; otherwise HTML",
          "ETag", "a hash of the listing",
          "Cache-Control", "a listing is created for each request",
          "Vary", "Accept selects HTML or JSON",
          "Content-Security-Policy", "the page loads nothing but its own style",
          "X-Content-Type-Options", "on every listing",
          "Retry-After", "the limit of concurrent listings is reached");

  /// Reports a redirect.
  public static void moved(Request request, String reason) {
    request.explanation().because(reason);
    request
        .explanation()
        .because("Location", "relative to the path, so it is valid for all mounts and hosts");
  }

  /// Reports a path whose names are not served.
  public static void noNames(FileRequest fileRequest, FileNames.Result names) {
    if (names instanceof FileNames.Result.Rejected(var result)) {
      noFile(fileRequest, result);
    }
  }

  /// Reports a lookup that found no file.
  public static void noFile(FileRequest fileRequest, LookupResult result) {
    Explanation explanation = fileRequest.request().explanation();
    // Most sites have no page for status 404.
    if (!explanation.isOn() || fileRequest.role() == FileRequest.Role.NOT_FOUND) {
      return;
    }
    boolean requested = fileRequest.role() == FileRequest.Role.REQUESTED;
    if (requested && result instanceof LookupResult.Directory) {
      moved(fileRequest.request(), "the path of a directory has to end with a slash");
    } else {
      explanation.because((requested ? "" : "the page of --spa: ") + result.reason());
    }
  }

  /// Reports a listing.
  public static void listed(Request request, Answer listing) {
    if (!request.explanation().isOn() || !(listing instanceof Response response)) {
      return;
    }
    request.explanation().because("--listing lists the directory");
    Headers headers = response.headers();
    for (int i = 0; i < headers.size(); i++) {
      String reason = OF_LISTING.get(headers.name(i));
      if (reason != null) {
        request.explanation().because(headers.name(i), reason);
      }
    }
  }

  /// Reports why the file is sent, and why it has its headers.
  public void report() {
    Explanation explanation = fileRequest.request().explanation();
    if (!explanation.isOn()) {
      return;
    }
    FileHeaders headers = selection.file().fileHeaders();
    int status = response.status().code();
    boolean full = status == 200 || status == 206;
    boolean page = fileRequest.role() == FileRequest.Role.NOT_FOUND;
    explanation.because(
        name() + (page ? " is the page for missing files (--not-found)" : " is a file in " + root));
    boolean parts = decision instanceof Decision.Parts;
    // Parts that are too large for a 206 are not sent.
    explanation.because(
        (parts && status == 200 ? Reason.PARTS_TOO_LARGE : decision.reason()).words);
    if (decision instanceof Decision.Whole(var _, Reason range)) {
      explanation.because(range.words);
    }
    String type = headers.typeReason() + (headers.charset() ? ", and --charset for text" : "");
    because("Content-Type", parts && status == 206 ? "Range requests several parts" : type);
    if (full || response.headers().has("Content-Encoding")) {
      explanation.because("Content-Encoding", encoding(headers));
    }
    because("Content-Range", (full ? "the requested part, and " : "") + "the size of " + sent());
    because("Last-Modified", "the time of " + sent());
    if (full && selection.file().representation().lastModified() == null) {
      explanation.because(
          "Last-Modified",
          "the time of " + sent() + " is that of most files, as builds set it, or out of range");
    }
    because("ETag", selection.file().tagBasis().words + sent());
    because("Accept-Ranges", "ranges are supported");
    if (full || response.headers().has("Cache-Control")) {
      explanation.because("Cache-Control", headers.cacheRule().reason());
    }
    because("X-Content-Type-Options", "on every file");
    String vary = String.valueOf(response.headers().combined("Vary"));
    because("Vary", vary.startsWith("Accept-") ? "" : "--spa depends on Accept");
    because(
        "Vary",
        vary.contains("Accept-Encoding") ? "there are precompressed files for " + name() : "");
  }

  private void because(String header, String reason) {
    if (!reason.isEmpty() && response.headers().has(header)) {
      fileRequest.request().explanation().because(header, reason);
    }
  }

  /// Returns why the file is sent in its encoding, or in none.
  private String encoding(FileHeaders headers) {
    if (headers.variant()) {
      return sent() + ' ' + selection.reason().words;
    }
    if (headers.coding() != null) {
      return "such files are stored compressed: " + headers.typeReason();
    }
    List<String> reasons = new ArrayList<>();
    for (Variant variant : original.variants()) {
      reasons.add(
          name()
              + variant.precompressed().coding().suffix
              + ' '
              + (selection.unopened().contains(variant)
                  ? "exists, but cannot be opened, or has changed meanwhile"
                  : selection.reason().words));
    }
    if (!original.state().rejected().isEmpty()) {
      reasons.add(original.state().rejected());
    }
    return String.join("; ", reasons);
  }

  private String name() {
    return names.stream().map(Path::toString).collect(Collectors.joining("/"));
  }

  /// Returns the name of the file whose bytes are sent.
  private String sent() {
    FileHeaders headers = selection.file().fileHeaders();
    return headers.variant() && headers.coding() != null
        ? name() + headers.coding().suffix
        : name();
  }
}
