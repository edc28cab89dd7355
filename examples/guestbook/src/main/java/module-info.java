/// A plugin with a guestbook, whose entries are stored in a database.
module guestbook {
  requires otus.server.api;
  requires java.sql;
  requires com.h2database;

  provides otus.server.api.spi.HandlerProvider with
      guestbook.GuestbookProvider;
}
