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

/// The entries of a guestbook in a database. Any thread that may block.
final class Entries implements AutoCloseable {
  private static final String URL =
      // The server interrupts a virtual thread when its client disconnects. That would close an
      // ordinary file channel (see FileChannel), and thus the database; `async` avoids it.
      "jdbc:h2:async:%s"
          // The plugin closes the database. At exit of the JVM, requests might still be running.
          + ";DB_CLOSE_ON_EXIT=FALSE";

  private final JdbcConnectionPool connections;

  private Entries(JdbcConnectionPool connections) {
    this.connections = connections;
  }

  /// Opens the database, and creates it if it does not exist.
  ///
  /// It does not use DriverManager, which searches for drivers only once, with the class loader of
  /// its first caller, possibly another plugin.
  ///
  /// @throws IllegalArgumentException if the path contains a semicolon
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

  /// Returns at most `max` entries, the newest first.
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

  /// Closes all connections, and thus the database.
  @Override
  public void close() {
    connections.dispose();
  }
}
