package otus.server.staticfiles.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.UrlPath;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.lookup.DocumentRoot;
import otus.server.staticfiles.lookup.Fallbacks;
import otus.server.staticfiles.lookup.FileNames;
import otus.server.staticfiles.lookup.FileRequest;
import otus.server.staticfiles.lookup.LookupResult;

/// Reports to the operator why a file is not served, and lets [FileExplanation] report why one is
/// served as it is. Owned by the `StaticHandler`, which calls it for requests that the cache does
/// not answer.
///
/// It decides nothing: it repeats the lookup, by the same rules, after the decision, and only if
/// the request is explained. Otherwise each method does nothing. All methods block, except for
/// [#noNames] and [#redirectToDirectory].
///
/// @param root the root of the files
/// @param names decides which names are served
/// @param fallbacks the pages for missing files
public record Explanation(DocumentRoot root, FileNames names, Fallbacks fallbacks) {

  /// Explains a path with names that are not served.
  public void noNames(FileRequest fileRequest) {
    if (fileRequest.request().isExplained()) {
      fileRequest.request().because(names.whyNone(fileRequest.path()));
    }
  }

  /// Explains the redirect for a directory that was requested without its slash.
  public void redirectToDirectory(Request request, String directory) {
    if (request.isExplained()) {
      request.because(directory + " is a directory, and the path does not end with a slash");
      request.because("Location", "relative to the path, so it is valid for all mounts and hosts");
    }
  }

  /// Explains the redirect to the shorter URL of a page.
  public void shorter(Request request, List<Path> page) {
    if (request.isExplained()) {
      request.because(text(page) + " has a shorter URL, and --clean-urls=redirect redirects to it");
      request.because("Location", "relative to the path, so it is valid for all mounts and hosts");
    }
  }

  /// Explains a lookup that found no file to send.
  public void noFile(FileRequest fileRequest, List<Path> names, LookupResult result)
      throws IOException {
    Request request = fileRequest.request();
    if (!request.isExplained()) {
      return;
    }
    switch (fileRequest.role()) {
      case REQUESTED -> {
        if (result instanceof LookupResult.Directory) {
          redirectToDirectory(request, text(names));
        } else if (result instanceof LookupResult.Unstable) {
          request.because(text(names) + " changed during each of several attempts");
        } else {
          request.because(why(names, fileRequest.path().directory(), result));
        }
      }
      case SPA_FALLBACK -> request.because("the page of --spa: " + why(names, false, result));
      case NOT_FOUND -> {
        // not reported: most sites have no such page
      }
    }
  }

  /// Returns which name of the path is the reason.
  private String why(List<Path> names, boolean directory, LookupResult result) throws IOException {
    for (int i = 1; i <= names.size(); i++) {
      List<Path> prefix = names.subList(0, i);
      boolean below = directory || i < names.size();
      switch (root.stat(prefix)) {
        case LookupResult.Missing(var reason) -> {
          return text(prefix) + ' ' + reason.words + (below ? "" : whyNoPage(prefix));
        }
        case LookupResult.Denied denied -> {
          return closed(prefix);
        }
        case LookupResult.Stat seen when below -> {
          return text(prefix) + " is a file, but the path ends with a slash";
        }
        case LookupResult.Stat seen -> {
          return text(prefix)
              + (result instanceof LookupResult.Denied
                  ? " is not readable by this process"
                  : " was created meanwhile");
        }
        case LookupResult.Directory _ -> {
          // continue with the next name
        }
        case LookupResult.Unstable unstable -> {
          return text(prefix) + " changes while it is looked at";
        }
        case LookupResult.Unchanged _, LookupResult.Opened _, LookupResult.Unsteady _ ->
            throw new AssertionError("it was only looked at");
      }
    }
    return whyNoIndex(names);
  }

  /// Returns why the page of a name without `.html` is missing, or an empty text if no page was
  /// looked for or it exists.
  private String whyNoPage(List<Path> names) throws IOException {
    List<Path> page = root.cleanUrls().page(names);
    return page != null && root.stat(page) instanceof LookupResult.Missing(var reason)
        ? "; " + text(page) + ' ' + reason.words + " (--clean-urls)"
        : "";
  }

  /// Returns why an entry may not even be looked up.
  private static String closed(List<Path> names) {
    return "the directory of " + text(names) + " is not readable by this process";
  }

  private String whyNoIndex(List<Path> directory) throws IOException {
    List<String> reasons = new ArrayList<>();
    for (Path index : root.index()) {
      List<Path> names = inside(directory, index);
      reasons.add(
          switch (root.stat(names)) {
            case LookupResult.Missing(var reason) -> text(names) + ' ' + reason.words;
            case LookupResult.Directory inner -> text(names) + " is a directory";
            case LookupResult.Denied denied -> closed(names);
            case LookupResult.Stat _,
                LookupResult.Unstable _,
                LookupResult.Unchanged _,
                LookupResult.Opened _,
                LookupResult.Unsteady _ ->
                text(names) + " is not readable by this process";
          });
    }
    return "the path is a directory, which is answered with its index file (--index): "
        + String.join("; ", reasons);
  }

  /// Explains the listing of a directory.
  public void listed(Request request, Answer listing) {
    if (!request.isExplained() || !(listing instanceof Response response)) {
      return;
    }
    request.because("--listing lists the directory");
    Headers fields = response.headers();
    for (int i = 0; i < fields.size(); i++) {
      request.because(fields.name(i), whyListed(fields.name(i)));
    }
  }

  private static String whyListed(String field) {
    return switch (field) {
      case "Content-Type" ->
          "JSON if the query has format=json or Accept prefers it; otherwise HTML";
      case "ETag" -> "a hash of the listing";
      case "Cache-Control" -> "a listing is created for each request";
      case "Vary" -> "Accept selects HTML or JSON";
      case "Content-Security-Policy" -> "the page loads nothing but its own style";
      case "X-Content-Type-Options" -> "on every listing";
      case "Retry-After" -> "the limit of concurrent listings is reached";
      default -> "the handler of files";
    };
  }

  /// Explains the page that is looked up for a missing file.
  public void fallback(FileRequest missing, @Nullable FileRequest next) {
    UrlPath page = fallbacks.application();
    if (page == null
        || !missing.request().isExplained()
        || missing.role() != FileRequest.Role.REQUESTED) {
      return;
    }
    missing
        .request()
        .because(
            next != null && next.role() == FileRequest.Role.SPA_FALLBACK
                ? "--spa answers with " + page.name() + " for it"
                : "--spa does not answer for it: " + Fallbacks.whyNot(missing));
  }

  /// Explains the `Vary` of a 404 without a page.
  public void noPage(Request request) {
    if (request.isExplained()) {
      request.because("Vary", "--spa depends on Accept");
    }
  }

  /// Explains the response with a file.
  ///
  /// @param names names under which it was found
  /// @param file the original or a variant of it
  public void file(FileRequest fileRequest, List<Path> names, StaticFile file, Response response) {
    if (!fileRequest.request().isExplained()) {
      return;
    }
    try {
      List<Path> fileNames = fileRequest.path().directory() ? indexOf(names) : fileOf(names);
      new FileExplanation(root, fileRequest, fileNames, file, response).explain();
    } catch (IOException e) {
      fileRequest.request().because("the second lookup failed: " + e);
    }
  }

  /// Returns the names of the file or of its page.
  private List<Path> fileOf(List<Path> names) throws IOException {
    List<Path> page = root.cleanUrls().page(names);
    return page == null || root.stat(names) instanceof LookupResult.Stat ? names : page;
  }

  /// Returns the names of the first existing index file.
  private List<Path> indexOf(List<Path> directory) throws IOException {
    for (Path index : root.index()) {
      List<Path> names = inside(directory, index);
      if (root.stat(names) instanceof LookupResult.Stat) {
        return names;
      }
    }
    throw new IOException("the index file was deleted");
  }

  private static List<Path> inside(List<Path> directory, Path name) {
    List<Path> names = new ArrayList<>(directory);
    names.addLast(name);
    return names;
  }

  /// Returns the path from the root as text.
  static String text(List<Path> names) {
    StringBuilder text = new StringBuilder();
    for (Path name : names) {
      text.append(text.isEmpty() ? "" : "/").append(name);
    }
    return text.toString();
  }
}
