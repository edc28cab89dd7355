package guestbook;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbcx.JdbcConnectionPool;

/// The entries of a guestbook, in a database. Safe for use by any thread that may block.
final class Entries implements AutoCloseable {
  private static final String URL =
      // A virtual thread is interrupted when its client goes away. An ordinary file would be closed
      // by that (see FileChannel) and the database with it, so: `async`.
      "jdbc:h2:async:%s"
          // The server says when to close, not the JVM, which would do so under running requests.
          + ";DB_CLOSE_ON_EXIT=FALSE";

  private final JdbcConnectionPool connections;

  private Entries(JdbcConnectionPool connections) {
    this.connections = connections;
  }

  /// Opens the database, and makes it if it is not there.
  ///
  /// No DriverManager: it looks for drivers once, for whoever asks first, which may be another
  /// plugin.
  static Entries open(Path file) throws SQLException {
    if (file.toString().indexOf(';') >= 0) {
      throw new IllegalArgumentException("the path of a database has no semicolon: " + file);
    }
    JdbcConnectionPool connections = JdbcConnectionPool.create(URL.formatted(file), "", "");
    try (Connection connection = connections.getConnection();
        PreparedStatement create =
            connection.prepareStatement(
                """
                create table if not exists entry (
                  id bigint generated always as identity primary key,
                  written timestamp with time zone not null,
                  name varchar(%d) not null,
                  text varchar(%d) not null)
                """
                    .formatted(Entry.MAX_NAME, Entry.MAX_TEXT))) {
      create.execute();
    } catch (SQLException e) {
      connections.dispose();
      throw e;
    }
    return new Entries(connections);
  }

  void add(Entry entry) throws SQLException {
    try (Connection connection = connections.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into entry (written, name, text) values (?, ?, ?)")) {
      insert.setObject(1, entry.written().atOffset(ZoneOffset.UTC));
      insert.setString(2, entry.name());
      insert.setString(3, entry.text());
      insert.executeUpdate();
    }
  }

  /// The last ones, the newest first.
  List<Entry> newest(int max) throws SQLException {
    try (Connection connection = connections.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "select written, name, text from entry order by id desc fetch first ? rows only")) {
      select.setInt(1, max);
      List<Entry> entries = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          entries.add(
              new Entry(rows.getObject(1, Instant.class), rows.getString(2), rows.getString(3)));
        }
      }
      return entries;
    }
  }

  /// Closes the last connection, and the database with it.
  @Override
  public void close() {
    connections.dispose();
  }
}
