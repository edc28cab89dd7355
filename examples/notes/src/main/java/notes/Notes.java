package notes;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import otus.server.api.Answer;
import otus.server.api.Attributes;
import otus.server.api.Handler;
import otus.server.api.Parameters;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.StatusException;
import otus.server.api.WholeBody;
import otus.server.api.routing.Routes;

/// The notes of each user, in memory. Any thread.
record Notes(Sessions sessions, Map<String, Map<String, Note>> notes) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_BODY = 10_000;
  private static final int MAX_NOTES = 100;

  Notes(Sessions sessions) {
    this(sessions, new ConcurrentHashMap<>());
  }

  Handler handler() {
    return Routes.builder()
        .post("/session", request -> Answer.blocking(() -> logIn(request)))
        .delete("/session", this::logOut)
        .get("/notes", sessions.require(request -> json(Status.OK, of(request))))
        .get("/notes/{name}", sessions.require(this::show))
        .put("/notes/{name}", sessions.require(request -> Answer.blocking(() -> put(request))))
        .delete("/notes/{name}", sessions.require(this::delete))
        .build();
  }

  /// A real plugin checks a password here, or leaves that to `--auth-file`.
  private Response logIn(Request request) throws IOException {
    Parameters form = WholeBody.read(request, MAX_BODY).form();
    boolean encrypted = request.scheme().equals("https");
    return Response.of(Status.NO_CONTENT)
        .withCookie(sessions.begin(form.require("user"), encrypted));
  }

  private Response logOut(Request request) {
    return Response.of(Status.NO_CONTENT).withCookie(sessions.end(request));
  }

  private Map<String, Note> of(Request request) {
    String user = request.attributes().get(Attributes.USER);
    return notes.computeIfAbsent(user, name -> new ConcurrentSkipListMap<>());
  }

  private Response show(Request request) throws JsonProcessingException {
    Note note = of(request).get(Routes.segment(request, "name"));
    return note == null ? Response.of(Status.NOT_FOUND) : json(Status.OK, note);
  }

  private Response put(Request request) throws IOException {
    Note note;
    try {
      note = JSON.readValue(WholeBody.read(request, MAX_BODY).bytes(), Note.class);
    } catch (JacksonException e) {
      throw new StatusException(Status.BAD_REQUEST, "invalid JSON: " + e.getOriginalMessage());
    }
    Map<String, Note> mine = of(request);
    String name = Routes.segment(request, "name");
    if (mine.size() >= MAX_NOTES && !mine.containsKey(name)) {
      throw new StatusException(Status.CONFLICT, "a user has at most " + MAX_NOTES + " notes");
    }
    boolean isNew = mine.put(name, note) == null;
    return json(isNew ? Status.CREATED : Status.OK, note);
  }

  private Response delete(Request request) {
    Note note = of(request).remove(Routes.segment(request, "name"));
    return Response.of(note == null ? Status.NOT_FOUND : Status.NO_CONTENT);
  }

  private static Response json(Status status, Object value) throws JsonProcessingException {
    return Response.of(status, "application/json", JSON.writeValueAsString(value));
  }
}
