/// A plugin with an API in JSON: a user logs in and keeps notes.
module notes {
  requires otus.server.api;
  requires com.fasterxml.jackson.databind;

  opens notes to
      com.fasterxml.jackson.databind;

  provides otus.server.api.spi.HandlerProvider with
      notes.NotesProvider;
}
