package otus.server.staticfiles.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.staticfiles.conditional.Preconditions;
import otus.server.staticfiles.file.PrecompressedFile;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.file.Variant;
import otus.server.staticfiles.lookup.DocumentRoot;
import otus.server.staticfiles.lookup.FileRequest;
import otus.server.staticfiles.lookup.LookupResult;
import otus.server.staticfiles.lookup.PrecompressedVariants;
import otus.server.staticfiles.metadata.ContentCoding;
import otus.server.staticfiles.version.EntityTags;

/// Reports to the operator why a response has its status and its headers. Created for one explained
/// request; blocks, because it looks up precompressed files.
///
/// @param root the root of the file
/// @param fileRequest the file that was looked up
/// @param names names of the file from the root; of a variant, those of its original
/// @param file the file that is sent
/// @param response the response
record FileExplanation(
    DocumentRoot root,
    FileRequest fileRequest,
    List<Path> names,
    StaticFile file,
    Response response) {

  /// Reports all reasons.
  void explain() throws IOException {
    Request request = fileRequest.request();
    request.because(whyStatus());
    Headers fields = response.headers();
    for (int i = 0; i < fields.size(); i++) {
      request.because(fields.name(i), why(fields.name(i)));
    }
    boolean describes = response.status().code() == 200 || response.status().code() == 206;
    if (describes && !file.representation().encoded()) {
      request.because("Content-Encoding", whyNotEncoded());
    }
    if (describes && file.representation().lastModified() == null) {
      request.because(
          "Last-Modified",
          "the time of " + sent() + " is the same as that of most files, as builds set it");
    }
    if (describes && !fields.has("Cache-Control")) {
      request.because("Cache-Control", root.headerRules().whyCacheControl(names));
    }
  }

  private String name() {
    return Explanation.text(names);
  }

  /// Returns the name of the file whose bytes are sent.
  private String sent() {
    ContentCoding coding = file.variantCoding();
    return coding == null ? name() : name() + coding.suffix;
  }

  private String whyStatus() {
    Headers requestHeaders = fileRequest.request().headers();
    return switch (response.status().code()) {
      case 404 -> name() + " is the page for missing files (--not-found)";
      case 304 ->
          requestHeaders.has("If-None-Match")
              ? "If-None-Match has the entity tag of " + sent() + ", or any"
              : sent() + " was not modified after If-Modified-Since";
      case 412 ->
          requestHeaders.has("If-Match")
              ? "If-Match does not have the entity tag of " + sent()
              : sent() + " was modified after If-Unmodified-Since";
      case 416 ->
          sent()
              + " has no byte in the requested range: its size is "
              + file.representation().size();
      case 206 ->
          "Range requests a part of "
              + sent()
              + (requestHeaders.has("If-Range") ? ", and If-Range matches" : "");
      default -> name() + " is a file in " + root.path() + whyWhole(requestHeaders);
    };
  }

  /// Returns which headers of the request do not affect the response, and why.
  private String whyWhole(Headers requestHeaders) {
    String why = "";
    if (requestHeaders.has("If-None-Match")) {
      why += "; If-None-Match has another entity tag";
    } else if (requestHeaders.has("If-Modified-Since")) {
      why += "; it was modified after If-Modified-Since, or has no date";
    }
    if (!requestHeaders.has("Range")) {
      return why;
    }
    if (file.representation().size() == 0) {
      return why + "; Range is ignored: the file is empty";
    }
    Preconditions conditions =
        new Preconditions(requestHeaders, file.representation(), file.state().facts().modified());
    if (!conditions.rangeApplies()) {
      return why + "; Range is ignored: If-Range does not match";
    }
    return why
        + (file.representation().encoded()
            ? "; Range is ignored: it requests several parts of a precompressed file, or is invalid"
            : "; Range is ignored: it is invalid, or requests too many parts,"
                + " or parts that are larger than the whole file");
  }

  private String why(String field) {
    return switch (field) {
      case "Content-Type" ->
          response.status().code() == 206 && !fields("Content-Type").equals(file.mediaType())
              ? "Range requests several parts"
              : root.headerRules().whyMediaType(names);
      case "Content-Encoding" -> whyEncoded();
      case "Content-Range" ->
          (response.status().code() == 206 ? "the part that Range requests, and " : "")
              + ("the size of " + sent());
      case "Last-Modified" -> "the time of " + sent();
      case "ETag" ->
          file.representation().tag().weak()
              ? "size and times of " + sent() + "; weak, as other content may have the same"
              : (file.state().facts().size() > EntityTags.MAX_FULL_DIGEST
                      ? "size, time and samples of the content of "
                      : "the content of ")
                  + sent();
      case "Accept-Ranges" -> "ranges are supported";
      case "Vary" -> whyVary();
      case "Cache-Control" -> root.headerRules().whyCacheControl(names);
      case "X-Content-Type-Options" -> "on every file";
      default -> "the handler of files";
    };
  }

  private String fields(String name) {
    return String.valueOf(response.headers().combined(name));
  }

  private String whyVary() {
    String why = fields("Vary").startsWith("Accept-") ? "" : "--spa depends on Accept";
    if (fields("Vary").contains("Accept-Encoding")) {
      why += (why.isEmpty() ? "" : ", and ") + "there are precompressed files for " + name();
    }
    return why;
  }

  private String whyEncoded() {
    if (file.variantCoding() == null) {
      return "such files are stored compressed: " + root.headerRules().types().why(names);
    }
    return sent() + " exists, is not older than " + name() + ", and Accept-Encoding prefers it";
  }

  /// Returns why the original is sent: for each existing precompressed file, the reason against it.
  private String whyNotEncoded() throws IOException {
    StringBuilder why = new StringBuilder();
    for (ContentCoding coding : ContentCoding.values()) {
      String one = whyNot(coding);
      if (!one.isEmpty()) {
        why.append(why.isEmpty() ? "" : "; ").append(one);
      }
    }
    return why.isEmpty() ? "there is no precompressed file (.br, .zst or .gz)" : why.toString();
  }

  private String whyNot(ContentCoding coding) throws IOException {
    String there = name() + coding.suffix;
    for (Variant variant : file.variants()) {
      if (variant.precompressed().coding() == coding) {
        return there + whyRefused(coding);
      }
    }
    return switch (root.stat(PrecompressedFile.names(names, coding))) {
      case LookupResult.Missing(var reason) when reason == LookupResult.Reason.NO_NAME -> "";
      case LookupResult.Missing(var reason) -> there + ' ' + reason.words;
      case LookupResult.Stat seen when !root.isPrecompressed() ->
          there + " exists, but --no-precompressed";
      case LookupResult.Stat seen when root.headerRules().types().of(names).isCompressed() ->
          there + " exists, but " + file.mediaType() + " is compressed as it is";
      case LookupResult.Stat seen -> there + " exists, but older than " + name();
      case LookupResult.Denied _,
          LookupResult.Directory _,
          LookupResult.Unstable _,
          LookupResult.Unchanged _,
          LookupResult.Opened _,
          LookupResult.Unsteady _ ->
          there + " is not a file that can be read";
    };
  }

  private String whyRefused(ContentCoding coding) {
    String accepted = fileRequest.request().headers().combined("Accept-Encoding");
    if (accepted == null) {
      return " exists, but the request has no Accept-Encoding";
    }
    return PrecompressedVariants.best(accepted, file.variants()) == null
        ? " exists, but Accept-Encoding gives " + coding.token + " no weight, or a lesser one"
        : " exists, but cannot be opened, or is not what it was";
  }
}
