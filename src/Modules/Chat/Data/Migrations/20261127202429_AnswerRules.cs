using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatMonolith.Modules.Chat.Data.Migrations
{
    /// <inheritdoc />
    public partial class AnswerRules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_comment",
                schema: "chat",
                table: "messages",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string[]>(
                name: "mentioned_names",
                schema: "chat",
                table: "messages",
                type: "text[]",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "mentions",
                schema: "chat",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mentions", x => new { x.message_id, x.user_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_mentions_session_id",
                schema: "chat",
                table: "mentions",
                column: "session_id");

            migrationBuilder.CreateIndex(
                name: "ix_mentions_user_id_at",
                schema: "chat",
                table: "mentions",
                columns: new[] { "user_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_mentions_user_id_session_id",
                schema: "chat",
                table: "mentions",
                columns: new[] { "user_id", "session_id" },
                filter: "seen_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "mentions",
                schema: "chat");

            migrationBuilder.DropColumn(
                name: "is_comment",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "mentioned_names",
                schema: "chat",
                table: "messages");
        }
    }
}
