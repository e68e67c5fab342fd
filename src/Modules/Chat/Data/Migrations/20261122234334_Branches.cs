using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatMonolith.Modules.Chat.Data.Migrations
{
    /// <inheritdoc />
    public partial class Branches : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "active_branch",
                schema: "chat",
                table: "transcripts",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "active_since",
                schema: "chat",
                table: "transcripts",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<Guid>(
                name: "head",
                schema: "chat",
                table: "transcripts",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "head_before",
                schema: "chat",
                table: "transcripts",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "last_branch",
                schema: "chat",
                table: "transcripts",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "branch",
                schema: "chat",
                table: "messages",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "deleted_at",
                schema: "chat",
                table: "messages",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "deleted_by",
                schema: "chat",
                table: "messages",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "deleted_by_id",
                schema: "chat",
                table: "messages",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "deletion_id",
                schema: "chat",
                table: "messages",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "purged_at",
                schema: "chat",
                table: "messages",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reasoning",
                schema: "chat",
                table: "messages",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "branches",
                schema: "chat",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    parent = table.Column<int>(type: "integer", nullable: false),
                    up_to = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_branches", x => new { x.session_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "wordings",
                schema: "chat",
                columns: table => new
                {
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wordings", x => new { x.message_id, x.revision });
                });

            migrationBuilder.CreateIndex(
                name: "ix_messages_deleted_at",
                schema: "chat",
                table: "messages",
                column: "deleted_at",
                filter: "deleted_at is not null and purged_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_messages_session_id_branch_ordinal",
                schema: "chat",
                table: "messages",
                columns: new[] { "session_id", "branch", "ordinal" });

            migrationBuilder.CreateIndex(
                name: "ix_messages_session_id_parent_id",
                schema: "chat",
                table: "messages",
                columns: new[] { "session_id", "parent_id" });

            // New messages follow the newest one of what is there already.
            migrationBuilder.Sql("""
                update chat.transcripts t set head = (select m.id from chat.messages m where m.session_id = t.session_id order by m.ordinal desc limit 1);
                update chat.messages m set parent_id = (select b.id from chat.messages b where b.session_id = m.session_id and b.ordinal < m.ordinal order by b.ordinal desc limit 1)
                where m.parent_id is null;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "branches",
                schema: "chat");

            migrationBuilder.DropTable(
                name: "wordings",
                schema: "chat");

            migrationBuilder.DropIndex(
                name: "ix_messages_deleted_at",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropIndex(
                name: "ix_messages_session_id_branch_ordinal",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropIndex(
                name: "ix_messages_session_id_parent_id",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "active_branch",
                schema: "chat",
                table: "transcripts");

            migrationBuilder.DropColumn(
                name: "active_since",
                schema: "chat",
                table: "transcripts");

            migrationBuilder.DropColumn(
                name: "head",
                schema: "chat",
                table: "transcripts");

            migrationBuilder.DropColumn(
                name: "head_before",
                schema: "chat",
                table: "transcripts");

            migrationBuilder.DropColumn(
                name: "last_branch",
                schema: "chat",
                table: "transcripts");

            migrationBuilder.DropColumn(
                name: "branch",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "deleted_at",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "deleted_by",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "deleted_by_id",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "deletion_id",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "purged_at",
                schema: "chat",
                table: "messages");

            migrationBuilder.DropColumn(
                name: "reasoning",
                schema: "chat",
                table: "messages");
        }
    }
}
