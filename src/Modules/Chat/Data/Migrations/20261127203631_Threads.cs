using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatMonolith.Modules.Chat.Data.Migrations
{
    /// <inheritdoc />
    public partial class Threads : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "summary_of",
                schema: "chat",
                table: "messages",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "thread_branch",
                schema: "chat",
                table: "messages",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "thread_count",
                schema: "chat",
                table: "messages",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "thread_id",
                schema: "chat",
                table: "messages",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "thread_last_at",
                schema: "chat",
                table: "messages",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "thread_left",
                schema: "chat",
                table: "messages",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "thread_since",
                schema: "chat",
                table: "messages",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "thread_id",
                schema: "chat",
                table: "branches",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_messages_thread_id_author_id",
                schema: "chat",
                table: "messages",
                columns: new[] { "thread_id", "author_id" },
                filter: "thread_id is not null");

            // Readers by a link see no comments any more; snapshots from before have some.
            migrationBuilder.Sql("delete from chat.shared_messages s using chat.messages m where m.id = s.message_id and m.is_comment");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_messages_thread_id_author_id",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "summary_of",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "thread_branch",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "thread_count",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "thread_id",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "thread_last_at",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "thread_left",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "thread_since",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "thread_id",
                schema: "chat",
                table: "branches");
        }
    }
}
