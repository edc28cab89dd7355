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

/// Tells the operator why a response has its status and its fields. For one request that is
/// explained; on a virtual thread, as it looks at what lies beside the file.
///
/// @param root where the file is
/// @param fileRequest what was looked for
/// @param names the file, from the root; of an encoded form the file it is one of
/// @param form what is sent
/// @param response how
record FileExplanation(
    DocumentRoot root,
    FileRequest fileRequest,
    List<Path> names,
    StaticFile form,
    Response response) {

  /// Tells all of it.
  void tell() throws IOException {
    Request request = fileRequest.request();
    request.because(whyStatus());
    Headers fields = response.headers();
    for (int i = 0; i < fields.size(); i++) {
      request.because(fields.name(i), why(fields.name(i)));
    }
    boolean describes = response.status().code() == 200 || response.status().code() == 206;
    if (describes && !form.representation().encoded()) {
      request.because("Content-Encoding", whyForm());
    }
    if (describes && form.representation().lastModified() == null) {
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

  /// The name of the file whose bytes are sent.
  private String sent() {
    ContentCoding coding = form.form();
    return coding == null ? name() : name() + coding.suffix;
  }

  private String whyStatus() {
    Headers asked = fileRequest.request().headers();
    return switch (response.status().code()) {
      case 404 -> name() + " is the page for missing files (--not-found)";
      case 304 ->
          asked.has("If-None-Match")
              ? "If-None-Match has the entity tag of " + sent() + ", or any"
              : sent() + " was not modified after If-Modified-Since";
      case 412 ->
          asked.has("If-Match")
              ? "If-Match does not have the entity tag of " + sent()
              : sent() + " was modified after If-Unmodified-Since";
      case 416 ->
          sent()
              + " has no byte in the requested range: its size is "
              + form.representation().size();
      case 206 ->
          "Range requests a part of "
              + sent()
              + (asked.has("If-Range") ? ", and If-Range matches" : "");
      default -> name() + " is a file in " + root.path() + whyWhole(asked);
    };
  }

  /// What the request says that does not change the answer.
  private String whyWhole(Headers asked) {
    String why = "";
    if (asked.has("If-None-Match")) {
      why += "; If-None-Match has another entity tag";
    } else if (asked.has("If-Modified-Since")) {
      why += "; it was modified after If-Modified-Since, or has no date";
    }
    if (!asked.has("Range")) {
      return why;
    }
    if (form.representation().size() == 0) {
      return why + "; Range is ignored: the file is empty";
    }
    Preconditions conditions =
        new Preconditions(asked, form.representation(), form.state().facts().modified());
    if (!conditions.rangeApplies()) {
      return why + "; Range is ignored: If-Range does not match";
    }
    return why
        + (form.representation().encoded()
            ? "; Range is ignored: it requests several parts of a precompressed file, or is invalid"
            : "; Range is ignored: it is invalid, or requests too many parts,"
                + " or parts that are larger than the whole file");
  }

  private String why(String field) {
    return switch (field) {
      case "Content-Type" ->
          response.status().code() == 206 && !fields("Content-Type").equals(form.mediaType())
              ? "Range requests several parts"
              : root.headerRules().whyMediaType(names);
      case "Content-Encoding" -> whyEncoded();
      case "Content-Range" ->
          (response.status().code() == 206 ? "the part that Range requests, and " : "")
              + ("the size of " + sent());
      case "Last-Modified" -> "the time of " + sent();
      case "ETag" ->
          form.representation().tag().weak()
              ? "size and times of " + sent() + "; weak, as other content may have the same"
              : (form.state().facts().size() > EntityTags.WHOLE
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
    if (form.form() == null) {
      return "such files are stored compressed: " + root.headerRules().types().why(names);
    }
    return sent() + " exists, is not older than " + name() + ", and Accept-Encoding prefers it";
  }

  /// Why the file itself is sent: what is wrong with each form that there is.
  private String whyForm() throws IOException {
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
    for (Variant variant : form.variants()) {
      if (variant.precompressed().coding() == coding) {
        return there + whyRefused(coding);
      }
    }
    return switch (root.look(PrecompressedFile.names(names, coding))) {
      case LookupResult.Missing(var reason) when reason == LookupResult.Reason.NO_NAME -> "";
      case LookupResult.Missing(var reason) -> there + ' ' + reason.words;
      case LookupResult.Stat seen when !root.isPrecompressed() ->
          there + " exists, but --no-precompressed";
      case LookupResult.Stat seen when root.headerRules().types().of(names).isCompressed() ->
          there + " exists, but " + form.mediaType() + " is compressed as it is";
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
    return PrecompressedVariants.best(accepted, form.variants()) == null
        ? " exists, but Accept-Encoding gives " + coding.token + " no weight, or a lesser one"
        : " exists, but cannot be opened, or is not what it was";
  }
}
