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

/// Tells the operator why there is no file, and has [FileExplanation] tell why one is answered with
/// as it is. Owned by the `StaticHandler`, which asks it where nothing is in the cache yet.
///
/// It decides nothing: it looks again, by the same rules, at what was decided, and only if the
/// request is explained. Otherwise each method does nothing. On virtual threads, but for
/// [#noNames] and [#redirectToDirectory], which do not look.
///
/// @param root where the files are
/// @param names which names they may have
/// @param fallbacks what is sent if there is none
public record Explanation(DocumentRoot root, FileNames names, Fallbacks fallbacks) {

  /// The path is not one of names that are served.
  public void noNames(FileRequest fileRequest) {
    if (fileRequest.request().isExplained()) {
      fileRequest.request().because(names.whyNone(fileRequest.path()));
    }
  }

  /// A folder was asked for without its slash.
  public void redirectToDirectory(Request request, String directory) {
    if (request.isExplained()) {
      request.because(directory + " is a directory, and the path does not end with a slash");
      request.because("Location", "relative to the path, so it is valid for all mounts and hosts");
    }
  }

  /// A page has a shorter URL.
  public void shorter(Request request, List<Path> page) {
    if (request.isExplained()) {
      request.because(text(page) + " has a shorter URL, and --clean-urls=redirect redirects to it");
      request.because("Location", "relative to the path, so it is valid for all mounts and hosts");
    }
  }

  /// What was found is no file to be sent.
  public void noFile(FileRequest fileRequest, List<Path> sought, LookupResult result)
      throws IOException {
    Request request = fileRequest.request();
    if (!request.isExplained()) {
      return;
    }
    switch (fileRequest.role()) {
      case REQUESTED -> {
        if (result instanceof LookupResult.Directory) {
          redirectToDirectory(request, text(sought));
        } else if (result instanceof LookupResult.Unstable) {
          request.because(text(sought) + " changed during each of several attempts");
        } else {
          request.because(why(sought, fileRequest.path().directory(), result));
        }
      }
      case SPA_FALLBACK -> request.because("the page of --spa: " + why(sought, false, result));
      case NOT_FOUND -> {
        // most sites have no such page
      }
    }
  }

  /// Which name on the way is the reason.
  private String why(List<Path> sought, boolean directory, LookupResult result) throws IOException {
    for (int i = 1; i <= sought.size(); i++) {
      List<Path> names = sought.subList(0, i);
      boolean below = directory || i < sought.size();
      switch (root.look(names)) {
        case LookupResult.Missing(var reason) -> {
          return text(names) + ' ' + reason.words + (below ? "" : whyNoPage(names));
        }
        case LookupResult.Denied denied -> {
          return closed(names);
        }
        case LookupResult.Stat seen when below -> {
          return text(names) + " is a file, but the path ends with a slash";
        }
        case LookupResult.Stat seen -> {
          return text(names)
              + (result instanceof LookupResult.Denied
                  ? " is not readable by this process"
                  : " was created meanwhile");
        }
        case LookupResult.Directory _ -> {
          // on
        }
        case LookupResult.Unstable unstable -> {
          return text(names) + " changes while it is looked at";
        }
        case LookupResult.Unchanged _, LookupResult.Opened _, LookupResult.Unsteady _ ->
            throw new AssertionError("it was only looked at");
      }
    }
    return whyNoIndex(sought);
  }

  /// What else was looked for under a name without `.html`.
  private String whyNoPage(List<Path> names) throws IOException {
    List<Path> page = root.cleanUrls().page(names);
    return page != null && root.look(page) instanceof LookupResult.Missing(var reason)
        ? "; " + text(page) + ' ' + reason.words + " (--clean-urls)"
        : "";
  }

  /// Why something may not even be looked at.
  private static String closed(List<Path> names) {
    return "the directory of " + text(names) + " is not readable by this process";
  }

  private String whyNoIndex(List<Path> directory) throws IOException {
    List<String> reasons = new ArrayList<>();
    for (Path index : root.index()) {
      List<Path> names = inside(directory, index);
      reasons.add(
          switch (root.look(names)) {
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

  /// The folder is listed instead.
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

  /// What is looked for in place of a file that is missing.
  public void instead(FileRequest missing, @Nullable FileRequest next) {
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

  /// There is no page that says that there is nothing.
  public void noPage(Request request) {
    if (request.isExplained()) {
      request.because("Vary", "--spa depends on Accept");
    }
  }

  /// A file is sent.
  ///
  /// @param sought where it was found
  /// @param form the file, or an encoded form of it
  public void file(FileRequest fileRequest, List<Path> sought, StaticFile form, Response response) {
    if (!fileRequest.request().isExplained()) {
      return;
    }
    try {
      List<Path> file = fileRequest.path().directory() ? indexOf(sought) : fileOf(sought);
      new FileExplanation(root, fileRequest, file, form, response).tell();
    } catch (IOException e) {
      fileRequest.request().because("the second lookup failed: " + e);
    }
  }

  /// The file of these names, or its page.
  private List<Path> fileOf(List<Path> sought) throws IOException {
    List<Path> page = root.cleanUrls().page(sought);
    return page == null || root.look(sought) instanceof LookupResult.Stat ? sought : page;
  }

  /// The first index file that is there.
  private List<Path> indexOf(List<Path> directory) throws IOException {
    for (Path index : root.index()) {
      List<Path> names = inside(directory, index);
      if (root.look(names) instanceof LookupResult.Stat) {
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

  /// As the operator would write it, from the root.
  static String text(List<Path> names) {
    StringBuilder text = new StringBuilder();
    for (Path name : names) {
      text.append(text.isEmpty() ? "" : "/").append(name);
    }
    return text.toString();
  }
}
