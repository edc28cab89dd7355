package otus.server.staticfiles;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import otus.server.api.Explanation;
import otus.server.api.Response;
import otus.server.staticfiles.conditional.Decision;
import otus.server.staticfiles.conditional.Reason;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.file.Variant;
import otus.server.staticfiles.lookup.PrecompressedVariants.Selection;
import otus.server.staticfiles.metadata.FileHeaders;

/// Passes the reasons that a selection and a decision carry to the [Explanation] of a request that
/// is explained. Decides nothing and reads no file. Any thread.
final class FileExplanation {
  private FileExplanation() {}

  /// @param names requested names of the original below the root
  static void report(
      FileRequest fileRequest,
      Path root,
      List<Path> names,
      Selection selection,
      Decision decision,
      Response response) {
    Explanation explanation = fileRequest.request().explanation();
    if (!explanation.isOn()) {
      return;
    }
    StaticFile file = selection.file();
    FileHeaders headers = file.fileHeaders();
    String name = names.stream().map(Path::toString).collect(Collectors.joining("/"));
    String sent =
        headers.variant() && headers.coding() != null ? name + headers.coding().suffix : name;
    explanation.because(name + " is " + fileRequest.role().words + " in " + root);
    int status = response.status().code();
    boolean parts = decision instanceof Decision.Parts;
    explanation.because(
        (parts && status == 200 ? Reason.PARTS_TOO_LARGE : decision.reason()).words);
    explanation.because(decision instanceof Decision.Whole whole ? whole.range().words : "");
    BiConsumer<String, String> because =
        (header, reason) -> {
          if (status == 200 || status == 206 || response.headers().has(header)) {
            explanation.because(header, reason);
          }
        };
    because.accept("Content-Type", parts && status == 206 ? "" : headers.typeReason());
    if (headers.coding() != null && !headers.variant()) {
      because.accept("Content-Encoding", headers.typeReason());
    }
    for (Variant variant : selection.original().variants()) {
      String suffix = variant.precompressed().coding().suffix;
      because.accept("Content-Encoding", name + suffix + ' ' + selection.reason(variant).words);
      because.accept("Vary", "there are precompressed files for " + name);
    }
    because.accept("Content-Encoding", selection.original().state().rejected());
    boolean dated = file.representation().lastModified() != null;
    String artificial = " is that of most files, as builds set it, or out of range";
    because.accept("Last-Modified", "the time of " + sent + (dated ? "" : artificial));
    because.accept("ETag", file.tagBasis().words + sent);
    because.accept("Cache-Control", headers.cacheRule().reason());
  }
}
