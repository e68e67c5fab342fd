namespace ChatMonolith.Modules.Kernel.Data.EmbeddedPostgres;

/// <summary>Where an embedded PostgreSQL keeps its data and where its programs are.</summary>
/// <param name="DataDirectory">The product's data folder; the cluster lives in its subfolder <c>postgres</c>.</param>
/// <param name="BinariesDirectory">The folder with <c>bin</c>, <c>lib</c> and <c>share</c>, as found by <see cref="EmbeddedPostgresServer.FindBinaries"/>.</param>
/// <param name="Durable">False gives up safety against power failure for speed: for tests only.</param>
public sealed record EmbeddedPostgresOptions(string DataDirectory, string BinariesDirectory, bool Durable = true);
