package otus.server.app.listen;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.BooleanSupplier;
import otus.server.api.fields.LogValue;

/// The file of a Unix socket that this process has created. Owned by the server that listens on it.
/// Main thread only.
///
/// The socket is bound in a private directory beside the path, gets its mode and owner there, and
/// is moved to the path: so it is never open to others than in the end, not even for a moment.
///
/// @param file the file
/// @param owned whether this process may delete it; not until a former server has handed it over
public record UnixSocketFile(OwnFile file, BooleanSupplier owned) {
  private static final Logger LOG = System.getLogger(UnixSocketFile.class.getName());

  /// Linux: `sun_path` has 108 bytes, the last of which is 0.
  private static final int MAX_PATH = 107;

  /// The bits of a mode for the type of the file, and their value for a socket: see `stat(2)`.
  private static final int FILE_TYPE = 0170000;

  private static final int SOCKET = 0140000;
  private static final BooleanSupplier OWNED = () -> true;
  private static final String PRIVATE = "rwx------";
  private static final String NAME = "s";

  /// Binds a socket to an address.
  @FunctionalInterface
  public interface Binding {
    /// @throws IOException if the socket cannot be bound
    void bind(UnixDomainSocketAddress address) throws IOException;
  }

  /// Returns the file of a socket that this process has inherited from a former server.
  ///
  /// @param owned whether the former server has handed over
  /// @throws IOException if it is missing
  public static UnixSocketFile existing(Path path, BooleanSupplier owned) throws IOException {
    return new UnixSocketFile(OwnFile.at(path), owned);
  }

  /// Gives the file the owner and the mode of the settings.
  ///
  /// @param options owner and group
  /// @param mode the mode if the options have none
  /// @return this
  /// @throws IOException if this process may not change them
  public UnixSocketFile with(ListenOptions options, int mode) throws IOException {
    setOwnerAndMode(file.path(), options, mode);
    return this;
  }

  private static void setOwnerAndMode(Path path, ListenOptions options, int mode)
      throws IOException {
    SocketOwner.set(path, options);
    Integer given = options.mode();
    Files.setAttribute(path, "unix:mode", given == null ? mode : given);
  }

  /// Creates the file. It replaces one that a process has left.
  ///
  /// @param options owner and group
  /// @param mode the mode if the options have none
  /// @throws BindException if the path is in use; with a message for operators
  /// @throws IOException if the file cannot be created
  public static UnixSocketFile bind(Path path, ListenOptions options, int mode, Binding binding)
      throws IOException {
    check(path, options);
    checkFree(path);
    Path directory = privateDirectory(path);
    Path made = directory.resolve(NAME);
    // Left by a process of the same number that was killed: in a container it is always the same.
    Files.deleteIfExists(made);
    Files.deleteIfExists(directory);
    Files.createDirectory(
        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
    try {
      binding.bind(UnixDomainSocketAddress.of(made));
      setOwnerAndMode(made, options, mode);
      OwnFile file = OwnFile.at(made).movedTo(path);
      Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
      return new UnixSocketFile(file, OWNED);
    } finally {
      Files.deleteIfExists(made);
      Files.deleteIfExists(directory);
    }
  }

  /// The directory has a short name, since the path of a socket is limited, and one of its own for
  /// each socket of the process, since a handover finds sockets by the addresses of their binding.
  private static Path privateDirectory(Path path) {
    long process = ProcessHandle.current().pid();
    long socket = Integer.toUnsignedLong(path.hashCode());
    return parent(path)
        .resolve(
            ".o"
                + Long.toString(process, Character.MAX_RADIX)
                + "."
                + Long.toString(socket, Character.MAX_RADIX));
  }

  private static Path parent(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }

  /// Checks that the path is free, or has a socket, whether in use or not; creates nothing.
  ///
  /// @throws IOException if another file is there, its directory is missing or not writable, or
  ///     there is no such user or group; with a message for operators
  public static void check(Path path, ListenOptions options) throws IOException {
    Path made = privateDirectory(path).resolve(NAME);
    if (length(path) > MAX_PATH) {
      throw new BindException("the path is longer than " + MAX_PATH + " bytes");
    }
    if (length(made) > MAX_PATH) {
      throw new BindException("the path of its directory is too long");
    }
    if (!Files.isDirectory(parent(path))) {
      throw new BindException("no such directory");
    }
    if (!Files.isWritable(parent(path))) {
      throw new BindException("the directory is read-only");
    }
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isSocket(path)) {
      throw new BindException("it exists, and is no socket");
    }
    SocketOwner.check(options);
  }

  private static int length(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private static boolean isSocket(Path path) throws IOException {
    int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    return (mode & FILE_TYPE) == SOCKET;
  }

  /// The file of a process that has ended refuses connections.
  private static void checkFree(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.connect(UnixDomainSocketAddress.of(path));
    } catch (ConnectException e) {
      return;
    } catch (IOException e) {
      throw new BindException("cannot test whether a process listens on it: " + e.getMessage());
    }
    throw new BindException("another process listens on it");
  }

  /// Deletes the file if this process owns it, and it is still the same. Idempotent.
  public void delete() {
    if (!owned.getAsBoolean()) {
      return;
    }
    try {
      file.delete();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "event=socket-not-deleted path=" + LogValue.of(file.path()), e);
    }
  }
}
