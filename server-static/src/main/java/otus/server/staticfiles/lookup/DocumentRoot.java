package otus.server.staticfiles.lookup;

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
import otus.server.staticfiles.file.FileState;
import otus.server.staticfiles.file.Sibling;
import otus.server.staticfiles.metadata.Labels;
import otus.server.staticfiles.version.ArtificialTimes;
import otus.server.staticfiles.version.EntityTags;
import otus.server.staticfiles.version.FileFacts;

/// The folder that is served: finds the file under a path, and nothing outside of the folder.
///
/// Made once by the provider, shared by all requests; holds nothing open. [#find] blocks, so it is
/// for virtual threads. The root is opened by its path each time, so that one that was exchanged is
/// seen at once. Below it every name is looked up in an open folder and no link is followed (see
/// [Walk]); where the rule lets a link count, its target is resolved first (see [Links]) and then
/// walked to in the same manner. So what is opened decides, however fast somebody exchanges names
/// and links in the meantime: under [Symlinks#INSIDE] no file outside of the root is reached, and
/// under [Symlinks#FOLLOW] no hidden name inside.
public final class DocumentRoot {
  /// How often is tried what changes while it is looked at.
  private static final int TRIES = 8;

  /// How many of these tries expect that a file stays as it is while it is opened. Afterwards it is
  /// served as it was opened: some file systems make up another inode or time at each look.
  private static final int STEADY_TRIES = 3;

  private final Path root;
  private final Symlinks symlinks;
  private final Links links;
  private final List<Path> index;
  private final CleanUrls cleanUrls;
  private final FileOpener opener;
  private final UnsteadyFileOpener unsteady;
  private final @Nullable SiblingSearch siblings;

  private DocumentRoot(LookupOptions options, List<Path> index) {
    this.root = options.root();
    this.symlinks = options.symlinks();
    this.links = new Links(options.root(), options.hidden());
    this.index = List.copyOf(index);
    this.cleanUrls = options.cleanUrls();
    ArtificialTimes artificial = new ArtificialTimes(options.root());
    int inMemory = options.inMemory();
    this.opener = new FileOpener(inMemory, options.labels(), new EntityTags(), artificial);
    this.unsteady = new UnsteadyFileOpener(inMemory, options.labels());
    this.siblings =
        options.precompressed() ? new SiblingSearch(options.labels().types(), this::file) : null;
  }

  /// The root of these options.
  ///
  /// @throws IllegalArgumentException in one line, if it is no folder that can be read, or if this
  ///     system cannot look names up in an open folder, without which links could be exchanged
  public static DocumentRoot open(LookupOptions options) {
    Path root = options.root();
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException(
          (Files.exists(root) ? "not a directory: " : "no such directory: ") + root);
    }
    try {
      Walk.from(root).close();
      List<Path> index = options.index().stream().map(root.getFileSystem()::getPath).toList();
      return new DocumentRoot(options, index);
    } catch (UnsupportedOperationException e) {
      throw new IllegalArgumentException(
          "this system cannot look up files safely (Java has no SecureDirectoryStream here): "
              + root,
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the directory: " + root, e);
    }
  }

  public Path path() {
    return root;
  }

  public Symlinks symlinks() {
    return symlinks;
  }

  /// What is under these names.
  ///
  /// @param names one name each
  /// @param directory whether the index of a folder is meant
  /// @param known the state of the file that need not be opened again, if there is one
  /// @param now a moment before this call
  /// @throws IOException if the system fails; never because of what was asked for
  public Found find(List<Path> names, boolean directory, @Nullable FileState known, Instant now)
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
  public Found find(Sibling sibling, Instant now) throws IOException {
    return file(Sought.of(sibling, now));
  }

  /// What is under these names, at least one, by the same rules; a file is only looked at.
  ///
  /// @throws IOException if the system fails
  public Found look(List<Path> names) throws IOException {
    return file(Sought.look(names));
  }

  /// What is said of the files.
  public Labels labels() {
    return opener.labels();
  }

  /// Whether encoded forms are looked for.
  public boolean isPrecompressed() {
    return siblings != null;
  }

  /// Whether pages have URLs without `.html`.
  public CleanUrls cleanUrls() {
    return cleanUrls;
  }

  /// The names of index files, in the order in which they are looked for.
  public List<Path> index() {
    return index;
  }

  private Found file(Sought sought) throws IOException {
    IOException failure = null;
    for (int i = 0; i < TRIES; i++) {
      try {
        Found found = once(sought, i < STEADY_TRIES);
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

  /// @param steady whether a file that changes while it is opened is not taken
  private Found once(Sought sought, boolean steady) throws IOException {
    Found found = walk(root, sought, steady);
    if (found != null) {
      return found;
    }
    if (symlinks == Symlinks.DENY) {
      return Found.Missing.LINK;
    }
    Path realRoot = root.toRealPath();
    found =
        switch (resolve(realRoot, sought.names())) {
          case Links.Way.To(var real) when real.isEmpty() -> Found.Folder.FOLDER;
          case Links.Way.To(var real) -> walk(realRoot, sought.at(real), steady);
          case Links.Way.Outside(var directory, var name) ->
              outside(realRoot, directory, sought.outside(name), steady);
          case Links.Way.None(var missing) -> missing;
        };
    // A link on a path that had none a moment ago: somebody is at work there.
    return found != null ? found : Found.Unstable.UNSTABLE;
  }

  /// Where names with links on the way lead by the rule for links. That may be out of date at once:
  /// what decides is what a walk arrives at that follows no link.
  public Links.Way resolve(Path realRoot, List<Path> names) throws IOException {
    return switch (symlinks) {
      case DENY -> new Links.Way.None(Found.Missing.LINK);
      case INSIDE -> links.inside(realRoot, names);
      case FOLLOW -> links.anywhere(realRoot, names);
    };
  }

  /// What is outside of the root, or null if something was exchanged on the way there.
  private @Nullable Found outside(Path realRoot, Path directory, Sought sought, boolean steady)
      throws IOException {
    try (Walk walk = Walk.outside(directory, realRoot)) {
      return walk == null ? null : arrived(walk, sought, steady);
    }
  }

  /// What is under these names, or null if there is a link on the way.
  private @Nullable Found walk(Path start, Sought sought, boolean steady) throws IOException {
    try (Walk walk = Walk.from(start)) {
      for (Path name : sought.folders()) {
        PosixFileAttributes seen = walk.look(name);
        if (!seen.isDirectory()) {
          return seen.isSymbolicLink() ? null : Found.Missing.MISSING;
        }
        walk.enter(name);
      }
      return arrived(walk, sought, steady);
    }
  }

  /// What has the last name, in the directory where the walk has arrived; null if it is a link.
  private @Nullable Found arrived(Walk walk, Sought sought, boolean steady) throws IOException {
    PosixFileAttributes seen = walk.look(sought.last());
    if (seen.isRegularFile()) {
      return regular(walk, sought, walk.facts(sought.last(), seen), steady);
    }
    if (seen.isSymbolicLink()) {
      return null;
    }
    return seen.isDirectory() ? Found.Folder.FOLDER : Found.Missing.NO_FILE;
  }

  private Found regular(Walk walk, Sought sought, FileFacts seen, boolean steady)
      throws IOException {
    if (!sought.opens()) {
      return new Found.Seen(seen);
    }
    if (!steady) {
      return unsteady.open(walk, sought, seen);
    }
    List<Sibling> forms = siblings == null ? List.of() : siblings.of(walk, sought, seen);
    return opener.open(walk, sought, seen, forms);
  }
}
