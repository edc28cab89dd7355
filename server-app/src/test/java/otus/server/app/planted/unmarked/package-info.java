/// A package that is not null-marked.
package otus.server.app.planted.unmarked;
