using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ChatMonolith.Modules.Chat.Data.Migrations
{
    /// <inheritdoc />
    public partial class Signs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "asked_at",
                schema: "chat",
                table: "runs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "client_message_id",
                schema: "chat",
                table: "runs",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "presumed",
                schema: "chat",
                table: "runs",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "stop_requested_at",
                schema: "chat",
                table: "runs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "stop_requested_by",
                schema: "chat",
                table: "runs",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "run_pieces",
                schema: "chat",
                columns: table => new
                {
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    reasoning = table.Column<string>(type: "text", nullable: true),
                    citations = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_pieces", x => new { x.run_id, x.number });
                    table.ForeignKey(
                        name: "fk_run_pieces_runs_run_id",
                        column: x => x.run_id,
                        principalSchema: "chat",
                        principalTable: "runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_runs_node",
                schema: "chat",
                table: "runs",
                column: "node",
                filter: "ended_at is null and (asked_at is not null or stop_requested_at is not null)");

            migrationBuilder.CreateIndex(
                name: "ix_runs_session_id_user_id_client_message_id",
                schema: "chat",
                table: "runs",
                columns: new[] { "session_id", "user_id", "client_message_id" },
                unique: true,
                filter: "client_message_id is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "run_pieces",
                schema: "chat");

            migrationBuilder.DropIndex(
                name: "ix_runs_node",
                schema: "chat",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "ix_runs_session_id_user_id_client_message_id",
                schema: "chat",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "asked_at",
                schema: "chat",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "client_message_id",
                schema: "chat",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "presumed",
                schema: "chat",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "stop_requested_at",
                schema: "chat",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "stop_requested_by",
                schema: "chat",
                table: "runs");
        }
    }
}
