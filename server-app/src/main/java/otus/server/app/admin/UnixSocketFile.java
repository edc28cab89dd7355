package otus.server.app.admin;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;

/// The file of a Unix socket, which only its owner may connect to. Owned by an [AdminListener];
/// main thread only.
///
/// @param path the path of the file
/// @param key the identity of the file, so that the file of another process is not removed
record UnixSocketFile(Path path, @Nullable Object key) {
  /// The bits of a mode for the type of the file, and their value for a socket: see `stat(2)`.
  private static final int FILE_TYPE = 0170000;

  private static final String NAME = "s";
  private static final int SOCKET = 0140000;
  private static final Logger LOG = System.getLogger(UnixSocketFile.class.getName());

  /// Binds a socket to an address.
  @FunctionalInterface
  interface Binding {
    /// @throws IOException if the socket cannot be bound
    void bind(UnixDomainSocketAddress address) throws IOException;
  }

  /// Binds a socket in a private directory, restricts its mode, and moves it to its path. So it is
  /// never open to others, and replaces the file of a process that has ended.
  ///
  /// @throws BindException if another process listens, or the path is another kind of file
  /// @throws IOException if the file cannot be created
  static UnixSocketFile bind(Path path, Binding binding) throws IOException {
    Path absolute = path.toAbsolutePath();
    checkFree(absolute);
    Path parent = absolute.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new BindException("no such directory: " + parent);
    }
    Path directory = privateDirectory(parent);
    Path made = directory.resolve(NAME);
    try {
      binding.bind(UnixDomainSocketAddress.of(made));
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
      Object key = attributes(made).fileKey();
      Files.move(made, absolute, StandardCopyOption.ATOMIC_MOVE);
      return new UnixSocketFile(absolute, key);
    } finally {
      Files.deleteIfExists(made);
      Files.deleteIfExists(directory);
    }
  }

  /// Returns the file of a socket that this process has inherited.
  static UnixSocketFile existing(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    return new UnixSocketFile(absolute, attributes(absolute).fileKey());
  }

  /// Creates a directory with a short name, since the path of a socket is limited to 108 bytes.
  private static Path privateDirectory(Path parent) throws IOException {
    Path directory = parent.resolve(".otus" + ProcessHandle.current().pid());
    // Left by a process of the same number that was killed: in a container it is always the same.
    Files.deleteIfExists(directory.resolve(NAME));
    Files.deleteIfExists(directory);
    return Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static void checkFree(Path path) throws IOException {
    int mode;
    try {
      mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return;
    }
    if ((mode & FILE_TYPE) != SOCKET) {
      throw new BindException("the file exists and is not a socket");
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.connect(UnixDomainSocketAddress.of(path));
    } catch (ConnectException e) {
      return; // no process listens: it has ended without removing its file
    } catch (IOException e) {
      throw new BindException("cannot test whether a process listens on it: " + e.getMessage());
    }
    throw new BindException("another process listens on it");
  }

  /// Removes the file, unless another process has replaced it.
  void remove() {
    try {
      Object present = attributes(path).fileKey();
      if (key == null || key.equals(present)) {
        Files.delete(path);
      }
    } catch (NoSuchFileException e) {
      // It was removed already.
    } catch (IOException e) {
      LOG.log(Level.WARNING, "event=socket-not-removed path=" + LogValue.of(path), e);
    }
  }
}
