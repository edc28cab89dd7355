package otus.server.staticfiles;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The folder that is served: finds the file under a path, and nothing outside of the folder.
///
/// Made once by the provider, shared by all requests; holds nothing open. [#find] blocks, so it is
/// for virtual threads. The root is opened by its path each time, so that one that was exchanged is
/// seen at once. Below it every name is looked up in an open folder and no link is followed (see
/// [Walk]); where [Symlinks#INSIDE] lets a link count, its target is resolved first (see [Links]),
/// must lie below the real root, and is then walked to in the same manner. So a file outside can
/// not be reached, however fast somebody exchanges names and links in the meantime.
/// [Symlinks#FOLLOW] gives that up.
final class DocumentRoot {
  /// How often a file that changes while it is looked at is tried.
  private static final int TRIES = 8;

  private final Path root;
  private final Symlinks symlinks;
  private final Links links;
  private final List<Path> index;
  private final CleanUrls cleanUrls;
  private final FileOpener opener;
  private final @Nullable SiblingSearch siblings;

  private DocumentRoot(StaticOptions options, List<Path> index) {
    this.root = options.root();
    this.symlinks = options.symlinks();
    this.links = new Links(options.root(), options.hidden());
    this.index = List.copyOf(index);
    this.cleanUrls = options.cleanUrls();
    this.opener =
        new FileOpener(
            options.cache().fileBytes(),
            options.labels(),
            new EntityTags(),
            new ArtificialTimes(options.root()));
    this.siblings =
        options.precompressed() ? new SiblingSearch(options.labels().types(), this::file) : null;
  }

  /// The root of these options.
  ///
  /// @throws IllegalArgumentException in one line, if it is no folder that can be read, or if this
  ///     system cannot look names up in an open folder, without which links could be exchanged
  static DocumentRoot open(StaticOptions options) {
    Path root = options.root();
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException(
          (Files.exists(root) ? "not a folder: " : "no such folder: ") + root);
    }
    try {
      Walk.from(root, false).close();
      List<Path> index = options.index().stream().map(root.getFileSystem()::getPath).toList();
      return new DocumentRoot(options, index);
    } catch (UnsupportedOperationException e) {
      throw new IllegalArgumentException(
          "this system cannot look up files safely (Java has no SecureDirectoryStream here): "
              + root,
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException("the folder cannot be read: " + root, e);
    }
  }

  Path path() {
    return root;
  }

  Symlinks symlinks() {
    return symlinks;
  }

  /// What is under these names.
  ///
  /// @param names one name each
  /// @param directory whether the index of a folder is meant
  /// @param known the state of the file that need not be opened again, if there is one
  /// @param now a moment before this call
  /// @throws IOException if the system fails; never because of what was asked for
  Found find(List<Path> names, boolean directory, @Nullable FileState known, Instant now)
      throws IOException {
    if (!directory) {
      return fileOrPage(names, known, now);
    }
    List<Path> inside = new ArrayList<>(names);
    for (Path name : index) {
      inside.addLast(name);
      Found found = file(Sought.of(inside, known, now));
      if (!(found instanceof Found.Missing || found instanceof Found.Folder)) {
        return found;
      }
      inside.removeLast();
    }
    return Found.Missing.MISSING;
  }

  private Found fileOrPage(List<Path> names, @Nullable FileState known, Instant now)
      throws IOException {
    Found found = file(Sought.named(names, known, now));
    if (!(found instanceof Found.Missing || found instanceof Found.Folder)) {
      return found;
    }
    List<Path> page = cleanUrls.page(names);
    if (page == null) {
      return found;
    }
    Found other = file(Sought.of(page, known, now));
    return other instanceof Found.Missing || other instanceof Found.Folder ? found : other;
  }

  /// An encoded form that was seen beside a file.
  ///
  /// @param now a moment before this call
  /// @throws IOException if the system fails
  Found find(Sibling sibling, Instant now) throws IOException {
    return file(Sought.of(sibling, now));
  }

  /// What is under these names, at least one, by the same rules; a file is only looked at.
  ///
  /// @throws IOException if the system fails
  Found look(List<Path> names) throws IOException {
    return file(Sought.look(names));
  }

  /// Where the folder of these names is.
  Places placeOf(List<Path> folder) throws IOException {
    List<Path> real = folder.isEmpty() || symlinks == Symlinks.DENY ? null : links.target(folder);
    return real == null ? Places.NONE : Places.ofFolder(real);
  }

  /// What is said of the files.
  Labels labels() {
    return opener.labels();
  }

  /// Whether encoded forms are looked for.
  boolean isPrecompressed() {
    return siblings != null;
  }

  /// Whether pages have URLs without `.html`.
  CleanUrls cleanUrls() {
    return cleanUrls;
  }

  /// The names of index files, in the order in which they are looked for.
  List<Path> index() {
    return index;
  }

  private Found file(Sought sought) throws IOException {
    IOException failure = null;
    for (int i = 0; i < TRIES; i++) {
      try {
        Found found = once(sought);
        if (!(found instanceof Found.Unstable)) {
          return found;
        }
        failure = null;
      } catch (NoSuchFileException e) {
        return Found.Missing.MISSING;
      } catch (AccessDeniedException e) {
        return Found.Denied.DENIED;
      } catch (ClosedChannelException e) {
        // The thread was interrupted: nobody waits for the answer any more.
        throw e;
      } catch (IOException e) {
        // A name became something else between look and step, or the system is in trouble.
        failure = e;
      }
    }
    if (failure instanceof NotDirectoryException) {
      return Found.Missing.MISSING; // the root itself is none any more
    }
    if (failure != null) {
      throw failure;
    }
    return Found.Unstable.UNSTABLE;
  }

  private Found once(Sought sought) throws IOException {
    Found found = concealed(sought.names());
    if (found != null) {
      return found;
    }
    found = walk(root, symlinks == Symlinks.FOLLOW ? followed(sought) : sought);
    if (found != null) {
      return found;
    }
    if (symlinks == Symlinks.DENY) {
      return Found.Missing.LINK;
    }
    Path realRoot = root.toRealPath();
    Links.Way way = links.inside(realRoot, sought.names());
    if (!(way instanceof Links.Way.To(List<Path> real))) {
      return ((Links.Way.None) way).missing();
    }
    if (real.isEmpty()) {
      return Found.Folder.FOLDER;
    }
    found = walk(realRoot, sought.under(real));
    // A link on a path that had none a moment ago: somebody is at work there.
    return found != null ? found : Found.Unstable.UNSTABLE;
  }

  /// A file to be opened, with the names to which the links on its way lead if that is in the root.
  private Sought followed(Sought sought) throws IOException {
    List<Path> real = sought.opens() ? links.target(sought.names()) : null;
    return real == null ? sought : sought.leadingTo(real);
  }

  /// Where these names lead if links are followed, as names below the real root: none if it is the
  /// root itself, null if they lead nowhere that counts.
  @Nullable List<Path> resolved(Path realRoot, List<Path> names) throws IOException {
    return links.inside(realRoot, names) instanceof Links.Way.To(List<Path> real) ? real : null;
  }

  /// Why these names are not served, though links are followed without a look at them; null if they
  /// may be.
  Found.@Nullable Missing concealed(List<Path> names) throws IOException {
    return symlinks == Symlinks.FOLLOW ? links.concealed(names) : null;
  }

  /// What is under these names, or null if there is a link on the way.
  private @Nullable Found walk(Path start, Sought sought) throws IOException {
    try (Walk walk = Walk.from(start, symlinks == Symlinks.FOLLOW)) {
      for (Path name : sought.folders()) {
        PosixFileAttributes seen = walk.look(name);
        if (!seen.isDirectory()) {
          return seen.isSymbolicLink() ? null : Found.Missing.MISSING;
        }
        walk.enter(name);
      }
      PosixFileAttributes seen = walk.look(sought.last());
      if (seen.isRegularFile()) {
        return regular(walk, sought, walk.facts(sought.last(), seen));
      }
      if (seen.isSymbolicLink()) {
        return null;
      }
      return seen.isDirectory() ? Found.Folder.FOLDER : Found.Missing.NO_FILE;
    }
  }

  private Found regular(Walk walk, Sought sought, FileFacts seen) throws IOException {
    if (!sought.opens()) {
      return new Found.Seen(seen);
    }
    List<Sibling> forms = siblings == null ? List.of() : siblings.of(walk, sought, seen);
    return opener.open(walk, sought, seen, forms);
  }
}
